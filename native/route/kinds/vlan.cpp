#include "route/kinds/vlan.hpp"

#include <arpa/inet.h>
#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Vlan& vlan) {
  writer.u16(IFLA_VLAN_ID, vlan.id);
  if (vlan.protocol) writer.u16(IFLA_VLAN_PROTOCOL, htons(*vlan.protocol));
}

bool read_kind(netlink::AttributeReader& reader, Vlan& vlan) {
  switch (reader.type()) {
    case IFLA_VLAN_ID:
      vlan.id = reader.u16();
      return true;
    case IFLA_VLAN_PROTOCOL:
      vlan.protocol = ntohs(reader.u16());
      return true;
    default:
      return false;
  }
}

}  // namespace sinfonia::route
