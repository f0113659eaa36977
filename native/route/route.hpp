// Routes: RTM_GETROUTE, RTM_NEWROUTE, RTM_DELROUTE of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/ip_address.hpp"
#include "route/next_hop.hpp"
#include "route/route_metrics.hpp"

namespace sinfonia::route {

// What packets are put into on their way: lwtunnel.
struct Encapsulation {
  // LWTUNNEL_ENCAP_….
  std::uint16_t type = 0;
  // What is inside RTA_ENCAP.
  std::vector<std::byte> data;
};

struct Route {
  // AF_INET or AF_INET6.
  std::uint8_t family = 0;
  // nullopt: the default route.
  std::optional<IpAddress> destination;
  std::uint8_t prefix_length = 0;
  // Of either family. A route by several ways has neither gateway nor link here.
  std::optional<IpAddress> gateway;
  std::optional<std::uint32_t> link;
  std::optional<IpAddress> preferred_source;
  std::optional<std::uint32_t> metric;
  RouteMetrics metrics;
  std::vector<NextHop> next_hops;
  std::optional<Encapsulation> encapsulation;
  std::uint32_t table = 0;
  // RTNH_F_….
  std::uint32_t flags = 0;
  // RT_SCOPE_…, RTPROT_…, RTN_….
  std::uint8_t scope = 0;
  std::uint8_t protocol = 0;
  std::uint8_t type = 0;
};

// What a caller chooses; a gateway is of the route's own family.
struct RouteChange {
  std::uint8_t family = 0;
  std::optional<IpAddress> destination;
  std::uint8_t prefix_length = 0;
  std::optional<IpAddress> gateway;
  std::optional<std::uint32_t> link;
  std::optional<IpAddress> preferred_source;
  std::optional<std::uint32_t> metric;
  RouteMetrics metrics;
  std::vector<NextHop> next_hops;
  std::optional<Encapsulation> encapsulation;
  // Default: RT_TABLE_MAIN.
  std::optional<std::uint32_t> table;
  // RTNH_F_ONLINK or 0.
  std::uint32_t flags = 0;
  // Of any where it is to be deleted; added, as ip-route(8) would choose.
  std::optional<std::uint8_t> scope;
  std::optional<std::uint8_t> protocol;
  std::optional<std::uint8_t> type;
};

// Of all tables of one family.
netlink::Result<std::vector<Route>> list_routes(netlink::Conversation& conversation, std::uint8_t family);
netlink::Refusal add_route(netlink::Conversation& conversation, const RouteChange& change);
// In place of the one to the same destination of the same metric, where there is one.
netlink::Refusal replace_route(netlink::Conversation& conversation, const RouteChange& change);
netlink::Refusal delete_route(netlink::Conversation& conversation, const RouteChange& change);
// The way that the kernel would send a packet to this address.
netlink::Result<Route> look_up_route(netlink::Conversation& conversation, const IpAddress& address);

// nullopt: of a family that is neither IPv4 nor IPv6.
netlink::Result<std::optional<Route>> read_route(const netlink::Message& message);
netlink::Request route_addition_request(const RouteChange& change);

}  // namespace sinfonia::route
