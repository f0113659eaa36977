#include "route/kinds/ipvlan.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Ipvlan& ipvlan) {
  if (ipvlan.mode) writer.u16(IFLA_IPVLAN_MODE, *ipvlan.mode);
  if (ipvlan.flags) writer.u16(IFLA_IPVLAN_FLAGS, *ipvlan.flags);
}

void read_kind(netlink::AttributeReader& reader, Ipvlan& ipvlan) {
  while (reader.next()) {
    if (reader.type() == IFLA_IPVLAN_MODE) ipvlan.mode = reader.u16();
    if (reader.type() == IFLA_IPVLAN_FLAGS) ipvlan.flags = reader.u16();
  }
}

}  // namespace sinfonia::route
