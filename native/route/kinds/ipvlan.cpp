#include "route/kinds/ipvlan.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Ipvlan& ipvlan) {
  if (ipvlan.mode) writer.u16(IFLA_IPVLAN_MODE, *ipvlan.mode);
  if (ipvlan.flags) writer.u16(IFLA_IPVLAN_FLAGS, *ipvlan.flags);
}

bool read_kind(netlink::AttributeReader& reader, Ipvlan& ipvlan) {
  switch (reader.type()) {
    case IFLA_IPVLAN_MODE:
      ipvlan.mode = reader.u16();
      return true;
    case IFLA_IPVLAN_FLAGS:
      ipvlan.flags = reader.u16();
      return true;
    default:
      return false;
  }
}

}  // namespace sinfonia::route
