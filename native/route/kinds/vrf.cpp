#include "route/kinds/vrf.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Vrf& vrf) { writer.u32(IFLA_VRF_TABLE, vrf.table); }

bool read_kind(netlink::AttributeReader& reader, Vrf& vrf) {
  switch (reader.type()) {
    case IFLA_VRF_TABLE:
      vrf.table = reader.u32();
      return true;
    default:
      return false;
  }
}

}  // namespace sinfonia::route
