// Asks for routes: RTM_GETROUTE of rtnetlink(7), for those there are and for the way of a packet.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "route/route.hpp"

namespace sinfonia::route {

// Which routes; what is absent does not matter.
struct RouteFilter {
  std::optional<std::uint32_t> table;
  // One that they leave by.
  std::optional<std::uint32_t> link;
  // RTPROT_…, RTN_….
  std::optional<std::uint8_t> protocol;
  std::optional<std::uint8_t> type;
};

// What is known of a packet besides where it goes.
struct RouteQuery {
  IpAddress destination;
  std::optional<IpAddress> source;
  // The link that it came by. nullopt: it is this host's own.
  std::optional<std::uint32_t> incoming;
  // The link that its socket is bound to.
  std::optional<std::uint32_t> outgoing;
  std::optional<std::uint32_t> mark;
  // Whose socket it is.
  std::optional<std::uint32_t> user;
  std::uint8_t tos = 0;
  std::optional<std::uint8_t> ip_protocol;
  std::optional<std::uint16_t> source_port;
  std::optional<std::uint16_t> destination_port;
};

// Of one family. The kernel leaves out what is not wanted, from Linux 4.20 on; before, we do.
netlink::Result<std::vector<Route>> list_routes(netlink::Conversation& conversation, std::uint8_t family,
                                                const RouteFilter& filter);
// The way that the kernel would send such a packet.
netlink::Result<Route> look_up_route(netlink::Conversation& conversation, const RouteQuery& query);

netlink::Request route_list_request(std::uint8_t family, const RouteFilter& filter);
netlink::Request route_query_request(const RouteQuery& query);

}  // namespace sinfonia::route
