#include "route/route.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>

#include <vector>

#include "netlink/attribute_reader.hpp"
#include "route/object.hpp"

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::route {
namespace {

using netlink::AttributeReader;
using netlink::Message;
using netlink::MessageWriter;
using netlink::Refusal;
using netlink::Request;
using netlink::Result;

constexpr netlink::AttributeName kNames[] = {
    SINFONIA_NAME(RTA_DST),        SINFONIA_NAME(RTA_SRC),
    SINFONIA_NAME(RTA_IIF),        SINFONIA_NAME(RTA_OIF),
    SINFONIA_NAME(RTA_GATEWAY),    SINFONIA_NAME(RTA_PRIORITY),
    SINFONIA_NAME(RTA_PREFSRC),    {RTA_METRICS, "RTA_METRICS", &kMetricAttributes},
    SINFONIA_NAME(RTA_MULTIPATH),  SINFONIA_NAME(RTA_FLOW),
    SINFONIA_NAME(RTA_TABLE),      SINFONIA_NAME(RTA_MARK),
    SINFONIA_NAME(RTA_VIA),        SINFONIA_NAME(RTA_PREF),
    SINFONIA_NAME(RTA_ENCAP_TYPE), SINFONIA_NAME(RTA_ENCAP),
};
constexpr netlink::AttributeTable kAttributes{kNames};

void write_table(rtmsg& header, const RouteChange& change) {
  const std::uint32_t table = change.table.value_or(RT_TABLE_MAIN);
  // The header has room for 8 bits; RTA_TABLE tells all.
  header.rtm_table = static_cast<std::uint8_t>(table <= UINT8_MAX ? table : RT_TABLE_UNSPEC);
}

Request change_request(const char* name, std::uint16_t type, std::uint16_t flags, rtmsg header,
                       const RouteChange& change) {
  header.rtm_family = change.family;
  header.rtm_dst_len = change.prefix_length;
  header.rtm_flags = change.flags;
  header.rtm_scope = change.scope.value_or(header.rtm_scope);
  header.rtm_protocol = change.protocol.value_or(header.rtm_protocol);
  header.rtm_type = change.type.value_or(header.rtm_type);
  write_table(header, change);
  Request request{name, &kAttributes, MessageWriter(type, flags, header)};
  MessageWriter& writer = request.message;
  if (header.rtm_table == RT_TABLE_UNSPEC) writer.u32(RTA_TABLE, *change.table);
  if (change.destination) writer.data(RTA_DST, change.destination->bytes());
  if (change.gateway) writer.data(RTA_GATEWAY, change.gateway->bytes());
  if (change.link) writer.u32(RTA_OIF, *change.link);
  if (change.preferred_source) writer.data(RTA_PREFSRC, change.preferred_source->bytes());
  if (change.metric) writer.u32(RTA_PRIORITY, *change.metric);
  write_metrics(writer, change.metrics);
  write_next_hops(writer, change.next_hops);
  if (change.encapsulation) {
    writer.u16(RTA_ENCAP_TYPE, change.encapsulation->type);
    writer.data(RTA_ENCAP | NLA_F_NESTED, change.encapsulation->data);
  }
  return request;
}

void read_encapsulation(AttributeReader& reader, Route& route) {
  if (!route.encapsulation) route.encapsulation.emplace();
  if (reader.type() == RTA_ENCAP_TYPE) {
    route.encapsulation->type = reader.u16();
  } else {
    route.encapsulation->data.assign(reader.payload().begin(), reader.payload().end());
  }
}

void read_attribute(AttributeReader& reader, Route& route) {
  switch (reader.type()) {
    case RTA_DST:
      read_ip(reader, route.family, route.destination);
      break;
    case RTA_GATEWAY:
      read_ip(reader, route.family, route.gateway);
      break;
    case RTA_VIA:
      read_via(reader, route.gateway);
      break;
    case RTA_OIF:
      route.link = reader.u32();
      break;
    case RTA_PREFSRC:
      read_ip(reader, route.family, route.preferred_source);
      break;
    case RTA_PRIORITY:
      route.metric = reader.u32();
      break;
    case RTA_TABLE:
      route.table = reader.u32();
      break;
    case RTA_METRICS:
      reader.nest([&](AttributeReader& inner) { read_metrics(inner, route.metrics); });
      break;
    case RTA_MULTIPATH:
      read_next_hops(reader, route.family, route.next_hops);
      break;
    case RTA_ENCAP:
    case RTA_ENCAP_TYPE:
      read_encapsulation(reader, route);
      break;
    default:
      break;
  }
}

}  // namespace

Result<std::optional<Route>> read_route(const Message& message) {
  const auto read = [](const rtmsg& header, AttributeReader& reader, Route& route) {
    route.family = header.rtm_family;
    route.prefix_length = header.rtm_dst_len;
    route.table = header.rtm_table;
    route.scope = header.rtm_scope;
    route.protocol = header.rtm_protocol;
    route.type = header.rtm_type;
    route.flags = header.rtm_flags;
    while (reader.next()) read_attribute(reader, route);
  };
  return read_object<Route, rtmsg>({"RTM_GETROUTE", RTM_NEWROUTE, "route"}, message, read);
}

Result<std::vector<Route>> list_routes(netlink::Conversation& conversation, std::uint8_t family) {
  rtmsg header{};
  header.rtm_family = family;
  Request request{"RTM_GETROUTE", &kAttributes, MessageWriter(RTM_GETROUTE, 0, header)};
  Result<std::vector<Route>> routes = list_objects(conversation, request, read_route);
  // Without IPv6 the kernel answers with what it has.
  if (routes) std::erase_if(*routes, [family](const Route& route) { return route.family != family; });
  return routes;
}

namespace {

// As ip-route(8): local ones are for this host, and without a gateway the destination is on the link itself.
// IPv6 knows no such difference.
std::uint8_t scope_of(const RouteChange& change) {
  if (change.family != AF_INET) return RT_SCOPE_UNIVERSE;
  switch (change.type.value_or(RTN_UNICAST)) {
    case RTN_LOCAL:
      return RT_SCOPE_HOST;
    case RTN_UNICAST:
    case RTN_BROADCAST:
    case RTN_ANYCAST: {
      const bool has_gateway = change.gateway || !change.next_hops.empty();
      return has_gateway ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
    }
    default:
      return RT_SCOPE_UNIVERSE;
  }
}

Request setting_request(const RouteChange& change, std::uint16_t flags) {
  rtmsg header{};
  header.rtm_protocol = RTPROT_BOOT;
  header.rtm_type = RTN_UNICAST;
  header.rtm_scope = scope_of(change);
  return change_request("RTM_NEWROUTE", RTM_NEWROUTE, NLM_F_CREATE | flags, header, change);
}

}  // namespace

Request route_addition_request(const RouteChange& change) { return setting_request(change, NLM_F_EXCL); }

Refusal add_route(netlink::Conversation& conversation, const RouteChange& change) {
  Request request = route_addition_request(change);
  return conversation.acknowledge(request);
}

Refusal replace_route(netlink::Conversation& conversation, const RouteChange& change) {
  Request request = setting_request(change, NLM_F_REPLACE);
  return conversation.acknowledge(request);
}

Refusal delete_route(netlink::Conversation& conversation, const RouteChange& change) {
  rtmsg header{};
  // Of any scope, protocol and type.
  header.rtm_scope = RT_SCOPE_NOWHERE;
  Request request = change_request("RTM_DELROUTE", RTM_DELROUTE, 0, header, change);
  return conversation.acknowledge(request);
}

Result<Route> look_up_route(netlink::Conversation& conversation, const IpAddress& address) {
  rtmsg header{};
  header.rtm_family = address.family();
  header.rtm_dst_len = address.bits();
  // IPv6 tells the table unasked, and refuses the flag.
  if (address.family() == AF_INET) header.rtm_flags = RTM_F_LOOKUP_TABLE;
  Request request{"RTM_GETROUTE", &kAttributes, MessageWriter(RTM_GETROUTE, 0, header)};
  request.message.data(RTA_DST, address.bytes());
  return ask_object(conversation, request, read_route);
}

}  // namespace sinfonia::route
