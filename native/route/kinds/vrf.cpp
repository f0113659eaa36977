#include "route/kinds/vrf.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Vrf& vrf) { writer.u32(IFLA_VRF_TABLE, vrf.table); }

void read_kind(netlink::AttributeReader& reader, Vrf& vrf) {
  while (reader.next()) {
    if (reader.type() == IFLA_VRF_TABLE) vrf.table = reader.u32();
  }
}

}  // namespace sinfonia::route
