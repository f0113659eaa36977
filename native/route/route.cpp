#include "route/route.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <unistd.h>

#include "netlink/attribute_reader.hpp"
#include "route/gateway.hpp"
#include "route/object.hpp"

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::route {

using netlink::AttributeReader;
using netlink::Message;
using netlink::MessageWriter;
using netlink::Refusal;
using netlink::Request;
using netlink::Result;

namespace {

constexpr netlink::AttributeName kNames[] = {
    SINFONIA_NAME(RTA_DST),        SINFONIA_NAME(RTA_SRC),
    SINFONIA_NAME(RTA_IIF),        SINFONIA_NAME(RTA_OIF),
    SINFONIA_NAME(RTA_GATEWAY),    SINFONIA_NAME(RTA_PRIORITY),
    SINFONIA_NAME(RTA_PREFSRC),    {RTA_METRICS, "RTA_METRICS", &kMetricAttributes},
    SINFONIA_NAME(RTA_MULTIPATH),  SINFONIA_NAME(RTA_FLOW),
    SINFONIA_NAME(RTA_TABLE),      SINFONIA_NAME(RTA_MARK),
    SINFONIA_NAME(RTA_VIA),        SINFONIA_NAME(RTA_PREF),
    SINFONIA_NAME(RTA_ENCAP_TYPE), SINFONIA_NAME(RTA_ENCAP),
    SINFONIA_NAME(RTA_EXPIRES),    SINFONIA_NAME(RTA_UID),
    SINFONIA_NAME(RTA_IP_PROTO),   SINFONIA_NAME(RTA_SPORT),
    SINFONIA_NAME(RTA_DPORT),      SINFONIA_NAME(RTA_NH_ID),
};

}  // namespace

constexpr netlink::AttributeTable kRouteAttributes{kNames};

std::uint8_t table_in_header(std::uint32_t table) {
  return static_cast<std::uint8_t>(table <= UINT8_MAX ? table : RT_TABLE_UNSPEC);
}

namespace {

void write_way(MessageWriter& writer, const RouteChange& change) {
  if (change.next_hop_id) return writer.u32(RTA_NH_ID, *change.next_hop_id);
  write_gateway(writer, change.family, change.gateway);
  if (change.link) writer.u32(RTA_OIF, *change.link);
  write_next_hops(writer, change.family, change.next_hops);
  write_encapsulation(writer, change.encapsulation);
}

Request change_request(const char* name, std::uint16_t type, std::uint16_t flags, rtmsg header,
                       const RouteChange& change) {
  const std::uint32_t table = change.table.value_or(RT_TABLE_MAIN);
  header.rtm_family = change.family;
  header.rtm_dst_len = change.prefix_length;
  header.rtm_src_len = change.source ? change.source->length : 0;
  header.rtm_tos = change.tos;
  header.rtm_flags = change.flags;
  header.rtm_scope = change.scope.value_or(header.rtm_scope);
  header.rtm_protocol = change.protocol.value_or(header.rtm_protocol);
  header.rtm_type = change.type.value_or(header.rtm_type);
  header.rtm_table = table_in_header(table);
  Request request{name, &kRouteAttributes, MessageWriter(type, flags, header)};
  MessageWriter& writer = request.message;
  if (header.rtm_table == RT_TABLE_UNSPEC) writer.u32(RTA_TABLE, table);
  if (change.destination) writer.data(RTA_DST, change.destination->bytes());
  if (change.source) writer.data(RTA_SRC, change.source->address.bytes());
  write_way(writer, change);
  if (change.preferred_source) writer.data(RTA_PREFSRC, change.preferred_source->bytes());
  if (change.metric) writer.u32(RTA_PRIORITY, *change.metric);
  if (change.realms) writer.u32(RTA_FLOW, *change.realms);
  if (change.preference) writer.u8(RTA_PREF, *change.preference);
  if (change.expires) writer.u32(RTA_EXPIRES, *change.expires);
  write_metrics(writer, change.metrics);
  return request;
}

// Told in clock ticks, 0 where it stays.
void read_cache_information(AttributeReader& reader, Route& route) {
  rta_cacheinfo information{};
  if (!netlink::read_structure(reader.payload(), information))
    return reader.fail("RTA_CACHEINFO is too short");
  if (information.rta_expires == 0) return;
  route.expires = information.rta_expires / static_cast<std::int32_t>(sysconf(_SC_CLK_TCK));
}

// False where the attribute is none of these.
bool read_way(AttributeReader& reader, Route& route) {
  switch (reader.type()) {
    case RTA_GATEWAY:
      read_ip(reader, route.family, route.gateway);
      return true;
    case RTA_VIA:
      read_via(reader, route.gateway);
      return true;
    case RTA_OIF:
      route.link = reader.u32();
      return true;
    case RTA_MULTIPATH:
      read_next_hops(reader, route.family, route.next_hops);
      return true;
    case RTA_NH_ID:
      route.next_hop_id = reader.u32();
      return true;
    case RTA_ENCAP:
    case RTA_ENCAP_TYPE:
      read_encapsulation(reader, route.encapsulation);
      return true;
    default:
      return false;
  }
}

void read_attribute(AttributeReader& reader, std::uint8_t source_length, Route& route) {
  switch (reader.type()) {
    case RTA_DST:
      read_ip(reader, route.family, route.destination);
      break;
    case RTA_SRC:
      read_prefix(reader, route.family, source_length, route.source);
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
    case RTA_FLOW:
      route.realms = reader.u32();
      break;
    case RTA_PREF:
      route.preference = reader.u8();
      break;
    case RTA_CACHEINFO:
      read_cache_information(reader, route);
      break;
    case RTA_METRICS:
      reader.nest([&](AttributeReader& inner) { read_metrics(inner, route.metrics); });
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
    route.tos = header.rtm_tos;
    route.table = header.rtm_table;
    route.scope = header.rtm_scope;
    route.protocol = header.rtm_protocol;
    route.type = header.rtm_type;
    route.flags = header.rtm_flags;
    while (reader.next()) {
      if (!read_way(reader, route)) read_attribute(reader, header.rtm_src_len, route);
    }
  };
  return read_object<Route, rtmsg>({"RTM_GETROUTE", RTM_NEWROUTE, "route"}, message, read);
}

namespace {

// As ip-route(8): local ones are for this host, and without a gateway the destination is on the link itself.
// IPv6 knows no such difference; neither do ways that are elsewhere.
std::uint8_t scope_of(const RouteChange& change) {
  if (change.family != AF_INET) return RT_SCOPE_UNIVERSE;
  switch (change.type.value_or(RTN_UNICAST)) {
    case RTN_LOCAL:
      return RT_SCOPE_HOST;
    case RTN_UNICAST:
    case RTN_BROADCAST:
    case RTN_ANYCAST: {
      const bool is_further = change.gateway || !change.next_hops.empty() || change.next_hop_id;
      return is_further ? RT_SCOPE_UNIVERSE : RT_SCOPE_LINK;
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

}  // namespace sinfonia::route
