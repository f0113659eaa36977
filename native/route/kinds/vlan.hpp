// The part of another link's traffic that bears an IEEE 802.1Q tag.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

struct Vlan {
  // 0 to 4094.
  std::uint16_t id = 0;
  // ETH_P_8021Q or ETH_P_8021AD. Default: the first.
  std::optional<std::uint16_t> protocol;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Vlan& vlan);
// One attribute of it; false: it is none that has a name here.
bool read_kind(netlink::AttributeReader& reader, Vlan& vlan);

}  // namespace sinfonia::route
