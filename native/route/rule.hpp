// Rules that choose a routing table: RTM_GETRULE, RTM_NEWRULE, RTM_DELRULE of rtnetlink(7), ip-rule(8).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/ip_prefix.hpp"

namespace sinfonia::route {

// Both ends belong to it.
template <typename Number>
struct Range {
  Number start = 0;
  Number end = 0;
};

// As the kernel tells it, and as it is told: what is absent is the kernel's to choose, or matches any.
struct Rule {
  // AF_INET or AF_INET6.
  std::uint8_t family = 0;
  std::optional<std::uint32_t> priority;
  // FIB_RULE_…: the rest is the kernel's own, FIB_RULE_INVERT the caller's.
  std::uint32_t flags = 0;
  std::optional<IpPrefix> source;
  std::optional<IpPrefix> destination;
  // Names: such links need not exist.
  std::optional<std::string> incoming;
  std::optional<std::string> outgoing;
  std::optional<std::uint32_t> mark;
  std::optional<std::uint32_t> mask;
  // Of the tunnel that a packet came by.
  std::optional<std::uint64_t> tunnel_id;
  std::uint8_t tos = 0;
  std::optional<std::uint8_t> ip_protocol;
  std::optional<Range<std::uint16_t>> source_ports;
  std::optional<Range<std::uint16_t>> destination_ports;
  std::optional<Range<std::uint32_t>> users;
  // The table is that of the VRF of the packet's link.
  bool l3mdev = false;
  // FR_ACT_…; 0: of any.
  std::uint8_t action = 0;
  // 0: none, or any.
  std::uint32_t table = 0;
  // Priority of the rule to go on with.
  std::optional<std::uint32_t> target;
  // Routes with a prefix of at most so many bits don't count.
  std::optional<std::uint32_t> suppress_prefix_length;
  // Neither do those by links of this group.
  std::optional<std::uint32_t> suppress_group;
  // For the packets' accounting, IPv4: from in the upper half, to in the lower one.
  std::optional<std::uint32_t> realms;
  // RTPROT_….
  std::uint8_t protocol = 0;
};

// Of one family. Empty where the kernel has none of it.
netlink::Result<std::vector<Rule>> list_rules(netlink::Conversation& conversation, std::uint8_t family);
netlink::Refusal add_rule(netlink::Conversation& conversation, const Rule& rule);
// The first that matches.
netlink::Refusal delete_rule(netlink::Conversation& conversation, const Rule& rule);

// nullopt: of a family that is neither IPv4 nor IPv6.
netlink::Result<std::optional<Rule>> read_rule(const netlink::Message& message);
netlink::Request rule_addition_request(const Rule& rule);

}  // namespace sinfonia::route
