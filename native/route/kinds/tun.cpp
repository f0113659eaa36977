#include "route/kinds/tun.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

bool read_kind(netlink::AttributeReader& reader, Tun& tun) {
  switch (reader.type()) {
    case IFLA_TUN_OWNER:
      tun.owner = reader.u32();
      return true;
    case IFLA_TUN_GROUP:
      tun.group = reader.u32();
      return true;
    case IFLA_TUN_TYPE:
      tun.mode = reader.u8();
      return true;
    case IFLA_TUN_PI:
      tun.packet_information = reader.u8() != 0;
      return true;
    case IFLA_TUN_VNET_HDR:
      tun.vnet_header = reader.u8() != 0;
      return true;
    case IFLA_TUN_PERSIST:
      tun.persistent = reader.u8() != 0;
      return true;
    case IFLA_TUN_MULTI_QUEUE:
      tun.multi_queue = reader.u8() != 0;
      return true;
    default:
      return false;
  }
}

}  // namespace sinfonia::route
