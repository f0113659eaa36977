#include "route/kinds/macvlan.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Macvlan& macvlan) {
  if (macvlan.mode) writer.u32(IFLA_MACVLAN_MODE, *macvlan.mode);
}

void read_kind(netlink::AttributeReader& reader, Macvlan& macvlan) {
  while (reader.next()) {
    if (reader.type() == IFLA_MACVLAN_MODE) macvlan.mode = reader.u32();
  }
}

}  // namespace sinfonia::route
