#include "route/kinds/bridge.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Bridge& bridge) {
  if (bridge.forward_delay) writer.u32(IFLA_BR_FORWARD_DELAY, *bridge.forward_delay);
  if (bridge.hello_time) writer.u32(IFLA_BR_HELLO_TIME, *bridge.hello_time);
  if (bridge.max_age) writer.u32(IFLA_BR_MAX_AGE, *bridge.max_age);
  if (bridge.ageing_time) writer.u32(IFLA_BR_AGEING_TIME, *bridge.ageing_time);
  if (bridge.stp_state) writer.u32(IFLA_BR_STP_STATE, *bridge.stp_state);
  if (bridge.priority) writer.u16(IFLA_BR_PRIORITY, *bridge.priority);
  if (bridge.vlan_filtering) writer.u8(IFLA_BR_VLAN_FILTERING, *bridge.vlan_filtering);
  if (bridge.vlan_default_pvid) writer.u16(IFLA_BR_VLAN_DEFAULT_PVID, *bridge.vlan_default_pvid);
  if (bridge.multicast_snooping) writer.u8(IFLA_BR_MCAST_SNOOPING, *bridge.multicast_snooping);
}

bool read_kind(netlink::AttributeReader& reader, Bridge& bridge) {
  switch (reader.type()) {
    case IFLA_BR_FORWARD_DELAY:
      bridge.forward_delay = reader.u32();
      return true;
    case IFLA_BR_HELLO_TIME:
      bridge.hello_time = reader.u32();
      return true;
    case IFLA_BR_MAX_AGE:
      bridge.max_age = reader.u32();
      return true;
    case IFLA_BR_AGEING_TIME:
      bridge.ageing_time = reader.u32();
      return true;
    case IFLA_BR_STP_STATE:
      bridge.stp_state = reader.u32();
      return true;
    case IFLA_BR_PRIORITY:
      bridge.priority = reader.u16();
      return true;
    case IFLA_BR_VLAN_FILTERING:
      bridge.vlan_filtering = reader.u8();
      return true;
    case IFLA_BR_VLAN_DEFAULT_PVID:
      bridge.vlan_default_pvid = reader.u16();
      return true;
    case IFLA_BR_MCAST_SNOOPING:
      bridge.multicast_snooping = reader.u8();
      return true;
    default:
      return false;
  }
}

}  // namespace sinfonia::route
