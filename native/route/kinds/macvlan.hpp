// A link with a hardware address of its own on the wire of another.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

struct Macvlan {
  // MACVLAN_MODE_…. Default: VEPA.
  std::optional<std::uint32_t> mode;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Macvlan& macvlan);
// One attribute of it; false: it is none that has a name here.
bool read_kind(netlink::AttributeReader& reader, Macvlan& macvlan);

}  // namespace sinfonia::route
