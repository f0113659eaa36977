#include "route/kinds/macvlan.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Macvlan& macvlan) {
  if (macvlan.mode) writer.u32(IFLA_MACVLAN_MODE, *macvlan.mode);
}

bool read_kind(netlink::AttributeReader& reader, Macvlan& macvlan) {
  switch (reader.type()) {
    case IFLA_MACVLAN_MODE:
      macvlan.mode = reader.u32();
      return true;
    default:
      return false;
  }
}

}  // namespace sinfonia::route
