#include "route/route_query.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>

#include <algorithm>

#include "route/object.hpp"

namespace sinfonia::route {

using netlink::MessageWriter;
using netlink::Request;
using netlink::Result;

namespace {

bool leaves_by(const Route& route, std::uint32_t link) {
  return route.link == link || std::any_of(route.next_hops.begin(), route.next_hops.end(),
                                           [link](const NextHop& hop) { return hop.link == link; });
}

bool is_wanted(const Route& route, std::uint8_t family, const RouteFilter& filter) {
  return route.family == family && (!filter.table || route.table == *filter.table) &&
         (!filter.link || leaves_by(route, *filter.link)) &&
         (!filter.protocol || route.protocol == *filter.protocol) &&
         (!filter.type || route.type == *filter.type);
}

void write_port(MessageWriter& writer, std::uint16_t type, const std::optional<std::uint16_t>& port) {
  if (port) writer.u16(type, htons(*port));
}

}  // namespace

Request route_list_request(std::uint8_t family, const RouteFilter& filter) {
  rtmsg header{};
  header.rtm_family = family;
  header.rtm_table = table_in_header(filter.table.value_or(RT_TABLE_UNSPEC));
  header.rtm_protocol = filter.protocol.value_or(RTPROT_UNSPEC);
  header.rtm_type = filter.type.value_or(RTN_UNSPEC);
  Request request{"RTM_GETROUTE", &kRouteAttributes, MessageWriter(RTM_GETROUTE, 0, header)};
  if (filter.table) request.message.u32(RTA_TABLE, *filter.table);
  if (filter.link) request.message.u32(RTA_OIF, *filter.link);
  return request;
}

Result<std::vector<Route>> list_routes(netlink::Conversation& conversation, std::uint8_t family,
                                       const RouteFilter& filter) {
  Request request = route_list_request(family, filter);
  Result<std::vector<Route>> routes = list_objects(conversation, request, read_route);
  // A table that nobody has put anything into.
  if (!routes && filter.table && routes.error().error == ENOENT) return std::vector<Route>();
  // Without IPv6 the kernel answers with what it has.
  if (routes) {
    std::erase_if(*routes, [&](const Route& route) { return !is_wanted(route, family, filter); });
  }
  return routes;
}

Request route_query_request(const RouteQuery& query) {
  const std::uint8_t family = query.destination.family();
  rtmsg header{};
  header.rtm_family = family;
  header.rtm_dst_len = query.destination.bits();
  header.rtm_src_len = query.source ? query.source->bits() : 0;
  header.rtm_tos = query.tos;
  // IPv6 tells the table unasked, and refuses the flag.
  if (family == AF_INET) header.rtm_flags = RTM_F_LOOKUP_TABLE;
  Request request{"RTM_GETROUTE", &kRouteAttributes, MessageWriter(RTM_GETROUTE, 0, header)};
  MessageWriter& writer = request.message;
  writer.data(RTA_DST, query.destination.bytes());
  if (query.source) writer.data(RTA_SRC, query.source->bytes());
  if (query.incoming) writer.u32(RTA_IIF, *query.incoming);
  if (query.outgoing) writer.u32(RTA_OIF, *query.outgoing);
  if (query.mark) writer.u32(RTA_MARK, *query.mark);
  if (query.user) writer.u32(RTA_UID, *query.user);
  if (query.ip_protocol) writer.u8(RTA_IP_PROTO, *query.ip_protocol);
  write_port(writer, RTA_SPORT, query.source_port);
  write_port(writer, RTA_DPORT, query.destination_port);
  return request;
}

Result<Route> look_up_route(netlink::Conversation& conversation, const RouteQuery& query) {
  Request request = route_query_request(query);
  return ask_object(conversation, request, read_route);
}

}  // namespace sinfonia::route
