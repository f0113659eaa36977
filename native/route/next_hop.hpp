// Where a route leads, of one that has several ways: RTA_MULTIPATH of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/attribute_reader.hpp"
#include "netlink/message.hpp"
#include "route/ip_address.hpp"

namespace sinfonia::route {

struct NextHop {
  std::optional<IpAddress> gateway;
  std::optional<std::uint32_t> link;
  // 1 to 256: how many of the packets go by it, beside the others.
  std::uint32_t weight = 1;
  // RTNH_F_….
  std::uint8_t flags = 0;
};

void write_next_hops(netlink::MessageWriter& writer, const std::vector<NextHop>& next_hops);
// What is malformed is a problem of the reader's.
void read_next_hops(netlink::AttributeReader& reader, std::uint8_t family, std::vector<NextHop>& next_hops);

// RTA_VIA, a gateway of the other family: struct rtvia, a 16-bit family and its address.
void read_via(netlink::AttributeReader& reader, std::optional<IpAddress>& gateway);

}  // namespace sinfonia::route
