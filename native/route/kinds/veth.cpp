#include "route/kinds/veth.hpp"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Veth& veth) {
  writer.nest(VETH_INFO_PEER, [&] {
    writer.structure(ifinfomsg{});
    writer.text(IFLA_IFNAME, veth.peer_name);
    if (veth.peer_namespace) writer.u32(IFLA_NET_NS_FD, static_cast<std::uint32_t>(*veth.peer_namespace));
  });
}

}  // namespace sinfonia::route
