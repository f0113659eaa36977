#include "addon/convert_route.hpp"

#include <sys/socket.h>

#include "addon/convert_address.hpp"
#include "addon/convert_prefix.hpp"

namespace sinfonia::addon {
namespace {

using route::Encapsulation;
using route::IpAddress;
using route::NextHop;
using route::RouteMetrics;

std::optional<Encapsulation> read_encapsulation(ValueReader& reader, napi_value value) {
  napi_value object = reader.field(value, "encapsulation");
  if (object == nullptr) return std::nullopt;
  const std::uint32_t type = reader.number(reader.field(object, "type"), "type", UINT16_MAX);
  return Encapsulation{static_cast<std::uint16_t>(type),
                       reader.optional_bytes(object, "data").value_or(std::vector<std::byte>())};
}

void set_encapsulation(napi_env env, ObjectWriter& writer,
                       const std::optional<Encapsulation>& encapsulation) {
  writer.set("encapsulation", encapsulation, [env](ObjectWriter& fields, const Encapsulation& value) {
    fields.set_number("type", value.type);
    fields.set("data", make_optional_bytes(env, value.data));
  });
}

// Of either version.
std::optional<IpAddress> read_gateway(ValueReader& reader, napi_value object) {
  const std::optional<std::string> text = reader.optional_text(object, "gateway");
  if (!text) return std::nullopt;
  std::optional<IpAddress> address = IpAddress::from_text(AF_INET, *text);
  if (!address) address = IpAddress::from_text(AF_INET6, *text);
  reader.require(address.has_value(), "gateway", "an IP address");
  return address;
}

std::vector<NextHop> read_next_hops(ValueReader& reader, napi_value value) {
  std::vector<NextHop> hops;
  napi_value list = reader.field(value, "nextHops");
  if (list == nullptr) return hops;
  for (napi_value element : reader.elements(list, "nextHops")) {
    NextHop hop;
    hop.gateway = read_gateway(reader, element);
    hop.link = reader.optional_number(element, "link", INT32_MAX);
    hop.weight = reader.number(reader.field(element, "weight"), "weight", 256);
    hop.flags = reader.optional<std::uint8_t>(element, "flags").value_or(0);
    hop.realms = reader.optional_number(element, "realms");
    hop.encapsulation = read_encapsulation(reader, element);
    reader.require(hop.weight > 0, "weight", "positive");
    hops.push_back(hop);
  }
  return hops;
}

RouteMetrics read_metrics(ValueReader& reader, napi_value value) {
  RouteMetrics metrics;
  metrics.congestion_control = reader.optional_text(value, "congestionControl");
  napi_value list = reader.field(value, "metrics");
  if (list == nullptr) return metrics;
  for (napi_value element : reader.elements(list, "metrics")) {
    const std::uint32_t type = reader.number(reader.field(element, "type"), "type", UINT8_MAX);
    const std::uint32_t number = reader.number(reader.field(element, "value"), "value");
    metrics.numbers.push_back({static_cast<std::uint16_t>(type), number});
  }
  return metrics;
}

napi_value make_metric(napi_env env, const RouteMetrics::Metric& metric) {
  ObjectWriter writer(env);
  writer.set_number("type", metric.type);
  writer.set_number("value", metric.value);
  return writer.value();
}

napi_value make_next_hop(napi_env env, const NextHop& hop) {
  ObjectWriter writer(env);
  writer.set("gateway", make_optional_ip(env, hop.gateway));
  writer.set_number("link", hop.link);
  writer.set_number("weight", hop.weight);
  writer.set_number("flags", hop.flags);
  writer.set_number("realms", hop.realms);
  set_encapsulation(env, writer, hop.encapsulation);
  return writer.value();
}

}  // namespace

route::RouteChange read_route_change(ValueReader& reader, napi_value value) {
  route::RouteChange change;
  change.family = read_family(reader, reader.field(value, "version"));
  change.destination = read_optional_ip(reader, change.family, value, "destination");
  change.prefix_length = read_prefix_length(reader, change.family, value);
  change.source = read_optional_prefix(reader, change.family, value, "source");
  change.tos = reader.optional<std::uint8_t>(value, "tos").value_or(0);
  change.gateway = read_gateway(reader, value);
  change.link = reader.optional_number(value, "link");
  change.preferred_source = read_optional_ip(reader, change.family, value, "preferredSource");
  change.metric = reader.optional_number(value, "metric");
  change.metrics = read_metrics(reader, value);
  change.next_hops = read_next_hops(reader, value);
  change.next_hop_id = reader.optional_number(value, "nextHopId");
  change.encapsulation = read_encapsulation(reader, value);
  change.realms = reader.optional_number(value, "realms");
  change.preference = reader.optional<std::uint8_t>(value, "preference");
  change.expires = reader.optional_number(value, "expires");
  change.table = reader.optional_number(value, "table");
  change.flags = reader.optional_number(value, "flags").value_or(0);
  change.scope = reader.optional<std::uint8_t>(value, "scope");
  change.protocol = reader.optional<std::uint8_t>(value, "protocol");
  change.type = reader.optional<std::uint8_t>(value, "type");
  return change;
}

route::RouteFilter read_route_filter(ValueReader& reader, napi_value value) {
  route::RouteFilter filter;
  filter.table = reader.optional_number(value, "table");
  filter.link = reader.optional_number(value, "link", INT32_MAX);
  filter.protocol = reader.optional<std::uint8_t>(value, "protocol");
  filter.type = reader.optional<std::uint8_t>(value, "type");
  return filter;
}

route::RouteQuery read_route_query(ValueReader& reader, napi_value value) {
  const std::uint8_t family = read_family(reader, reader.field(value, "version"));
  route::RouteQuery query;
  query.destination = read_ip(reader, family, reader.field(value, "destination"), "destination");
  query.source = read_optional_ip(reader, family, value, "source");
  query.incoming = reader.optional_number(value, "incoming", INT32_MAX);
  query.outgoing = reader.optional_number(value, "outgoing", INT32_MAX);
  query.mark = reader.optional_number(value, "mark");
  query.user = reader.optional_number(value, "user");
  query.tos = reader.optional<std::uint8_t>(value, "tos").value_or(0);
  query.ip_protocol = reader.optional<std::uint8_t>(value, "ipProtocol");
  query.source_port = reader.optional<std::uint16_t>(value, "sourcePort");
  query.destination_port = reader.optional<std::uint16_t>(value, "destinationPort");
  return query;
}

napi_value make_route(napi_env env, const route::Route& route) {
  ObjectWriter writer(env);
  writer.set_number("version", version_of(route.family));
  writer.set("destination", make_optional_ip(env, route.destination));
  writer.set_number("prefixLength", route.prefix_length);
  writer.set("source", route.source, set_prefix);
  writer.set_number("tos", route.tos);
  writer.set("gateway", make_optional_ip(env, route.gateway));
  writer.set_number("link", route.link);
  writer.set("preferredSource", make_optional_ip(env, route.preferred_source));
  writer.set_number("metric", route.metric);
  writer.set("metrics", make_array<RouteMetrics::Metric, make_metric>(env, route.metrics.numbers));
  writer.set("congestionControl", route.metrics.congestion_control);
  writer.set("nextHops", make_array<NextHop, make_next_hop>(env, route.next_hops));
  writer.set_number("nextHopId", route.next_hop_id);
  set_encapsulation(env, writer, route.encapsulation);
  writer.set_number("realms", route.realms);
  writer.set_number("preference", route.preference);
  writer.set_number("expires", route.expires);
  writer.set_number("flags", route.flags);
  writer.set_number("table", route.table);
  writer.set_number("scope", route.scope);
  writer.set_number("protocol", route.protocol);
  writer.set_number("type", route.type);
  return writer.value();
}

}  // namespace sinfonia::addon
