#include "route/kinds/tun.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

void read_kind(netlink::AttributeReader& reader, Tun& tun) {
  while (reader.next()) {
    switch (reader.type()) {
      case IFLA_TUN_OWNER:
        tun.owner = reader.u32();
        break;
      case IFLA_TUN_GROUP:
        tun.group = reader.u32();
        break;
      case IFLA_TUN_TYPE:
        tun.mode = reader.u8();
        break;
      case IFLA_TUN_PI:
        tun.packet_information = reader.u8() != 0;
        break;
      case IFLA_TUN_VNET_HDR:
        tun.vnet_header = reader.u8() != 0;
        break;
      case IFLA_TUN_PERSIST:
        tun.persistent = reader.u8() != 0;
        break;
      case IFLA_TUN_MULTI_QUEUE:
        tun.multi_queue = reader.u8() != 0;
        break;
      default:
        break;
    }
  }
}

}  // namespace sinfonia::route
