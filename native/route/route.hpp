// Routes: RTM_NEWROUTE, RTM_DELROUTE of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/encapsulation.hpp"
#include "route/ip_address.hpp"
#include "route/ip_prefix.hpp"
#include "route/next_hop.hpp"
#include "route/route_metrics.hpp"

namespace sinfonia::route {

// What the kernel tells of a route, and is told.
struct RouteAttributes {
  // AF_INET or AF_INET6.
  std::uint8_t family = 0;
  // nullopt: the default route.
  std::optional<IpAddress> destination;
  std::uint8_t prefix_length = 0;
  // Of the packets that it is for, IPv6. nullopt: any.
  std::optional<IpPrefix> source;
  // The same, IPv4. 0: any.
  std::uint8_t tos = 0;
  // Of either family. A route by several ways has neither gateway nor link here.
  std::optional<IpAddress> gateway;
  std::optional<std::uint32_t> link;
  std::optional<IpAddress> preferred_source;
  std::optional<std::uint32_t> metric;
  RouteMetrics metrics;
  std::vector<NextHop> next_hops;
  // Of the object that has its ways: ip-nexthop(8).
  std::optional<std::uint32_t> next_hop_id;
  std::optional<Encapsulation> encapsulation;
  // For the packets' accounting, IPv4: from in the upper half, to in the lower one.
  std::optional<std::uint32_t> realms;
  // ICMPV6_ROUTER_PREF_…: IPv6.
  std::optional<std::uint8_t> preference;
};

struct Route : RouteAttributes {
  std::uint32_t table = 0;
  // RTNH_F_…, RTM_F_….
  std::uint32_t flags = 0;
  // RT_SCOPE_…, RTPROT_…, RTN_….
  std::uint8_t scope = 0;
  std::uint8_t protocol = 0;
  std::uint8_t type = 0;
  // Seconds until it goes; less than 0: it should have gone.
  std::optional<std::int32_t> expires;
};

// What a caller chooses. Where there is a next_hop_id, it stands in place of gateway, link and next_hops.
struct RouteChange : RouteAttributes {
  // Default: RT_TABLE_MAIN.
  std::optional<std::uint32_t> table;
  // RTNH_F_ONLINK or 0.
  std::uint32_t flags = 0;
  // Of any where it is to be deleted; added, as ip-route(8) would choose.
  std::optional<std::uint8_t> scope;
  std::optional<std::uint8_t> protocol;
  std::optional<std::uint8_t> type;
  // Seconds, IPv6.
  std::optional<std::uint32_t> expires;
};

extern const netlink::AttributeTable kRouteAttributes;

netlink::Refusal add_route(netlink::Conversation& conversation, const RouteChange& change);
// In place of the one to the same destination of the same metric, where there is one.
netlink::Refusal replace_route(netlink::Conversation& conversation, const RouteChange& change);
netlink::Refusal delete_route(netlink::Conversation& conversation, const RouteChange& change);

// nullopt: of a family that is neither IPv4 nor IPv6.
netlink::Result<std::optional<Route>> read_route(const netlink::Message& message);
netlink::Request route_addition_request(const RouteChange& change);

// A table's number as the header has it, which has room for 8 bits: else RT_TABLE_UNSPEC, and RTA_TABLE tells
// all.
std::uint8_t table_in_header(std::uint32_t table);

}  // namespace sinfonia::route
