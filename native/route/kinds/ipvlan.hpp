// A link with IP addresses of its own on the wire, and with the hardware address, of another.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

struct Ipvlan {
  // IPVLAN_MODE_…. Default: L3.
  std::optional<std::uint16_t> mode;
  // IPVLAN_F_…. Default: 0, a bridge.
  std::optional<std::uint16_t> flags;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Ipvlan& ipvlan);
// One attribute of it; false: it is none that has a name here.
bool read_kind(netlink::AttributeReader& reader, Ipvlan& ipvlan);

}  // namespace sinfonia::route
