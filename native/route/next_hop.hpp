// Where a route leads, of one that has several ways: RTA_MULTIPATH of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/attribute_reader.hpp"
#include "netlink/message.hpp"
#include "route/encapsulation.hpp"
#include "route/ip_address.hpp"

namespace sinfonia::route {

struct NextHop {
  // Of either family.
  std::optional<IpAddress> gateway;
  std::optional<std::uint32_t> link;
  // 1 to 256: how many of the packets go by it, beside the others.
  std::uint32_t weight = 1;
  // RTNH_F_….
  std::uint8_t flags = 0;
  // For the packets' accounting, IPv4: from in the upper half, to in the lower one.
  std::optional<std::uint32_t> realms;
  std::optional<Encapsulation> encapsulation;
};

// `family`: the route's.
void write_next_hops(netlink::MessageWriter& writer, std::uint8_t family,
                     const std::vector<NextHop>& next_hops);
// What is malformed is a problem of the reader's.
void read_next_hops(netlink::AttributeReader& reader, std::uint8_t family, std::vector<NextHop>& next_hops);

}  // namespace sinfonia::route
