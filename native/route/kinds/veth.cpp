#include "route/kinds/veth.hpp"

#include <linux/veth.h>

namespace sinfonia::route {

void write_kind(netlink::AttributeWriter& writer, const Veth& veth) {
  writer.nest(VETH_INFO_PEER, [&] {
    writer.structure(header_of(veth.peer.index, veth.peer.flags));
    write_new_link(writer, veth.peer);
  });
}

}  // namespace sinfonia::route
