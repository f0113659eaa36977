// A pair of links: what enters one leaves the other. veth(4).
#pragma once

#include "route/new_link.hpp"

namespace sinfonia::route {

struct Veth {
  NewLink peer;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Veth& veth);

}  // namespace sinfonia::route
