// Links whose packets are routed by a table of their own: its members.
#pragma once

#include <cstdint>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

struct Vrf {
  std::uint32_t table = 0;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Vrf& vrf);
// One attribute of it; false: it is none that has a name here.
bool read_kind(netlink::AttributeReader& reader, Vrf& vrf);

}  // namespace sinfonia::route
