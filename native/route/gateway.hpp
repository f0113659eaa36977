// Where a route or a next hop leads: RTA_GATEWAY, or RTA_VIA where that is of the other family than the route
// (RFC 5549).
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"
#include "route/ip_address.hpp"

namespace sinfonia::route {

// `family`: the route's.
void write_gateway(netlink::AttributeWriter& writer, std::uint8_t family,
                   const std::optional<IpAddress>& gateway);
// RTA_VIA: struct rtvia, a 16-bit family and its address.
void read_via(netlink::AttributeReader& reader, std::optional<IpAddress>& gateway);

}  // namespace sinfonia::route
