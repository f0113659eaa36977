// A pair of links: what enters one leaves the other. veth(4).
#pragma once

#include <optional>
#include <string>

#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

struct Veth {
  std::string peer_name;
  // Where the other end is born, by descriptor.
  std::optional<int> peer_namespace;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Veth& veth);

}  // namespace sinfonia::route
