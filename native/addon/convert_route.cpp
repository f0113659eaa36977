#include "addon/convert_route.hpp"

#include "addon/convert_address.hpp"

namespace sinfonia::addon {
namespace {

using route::Encapsulation;
using route::NextHop;
using route::RouteMetrics;

std::vector<NextHop> read_next_hops(ValueReader& reader, std::uint8_t family, napi_value value) {
  std::vector<NextHop> hops;
  napi_value list = reader.field(value, "nextHops");
  if (list == nullptr) return hops;
  for (napi_value element : reader.elements(list, "nextHops")) {
    NextHop hop;
    hop.gateway = read_optional_ip(reader, family, element, "gateway");
    hop.link = reader.optional_number(element, "link", INT32_MAX);
    hop.weight = reader.number(reader.field(element, "weight"), "weight", 256);
    hop.flags = reader.optional<std::uint8_t>(element, "flags").value_or(0);
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

std::optional<Encapsulation> read_encapsulation(ValueReader& reader, napi_value value) {
  napi_value object = reader.field(value, "encapsulation");
  if (object == nullptr) return std::nullopt;
  const std::uint32_t type = reader.number(reader.field(object, "type"), "type", UINT16_MAX);
  return Encapsulation{static_cast<std::uint16_t>(type),
                       reader.optional_bytes(object, "data").value_or(std::vector<std::byte>())};
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
  return writer.value();
}

}  // namespace

route::RouteChange read_route_change(ValueReader& reader, napi_value value) {
  route::RouteChange change;
  change.family = read_family(reader, reader.field(value, "version"));
  change.destination = read_optional_ip(reader, change.family, value, "destination");
  change.prefix_length = read_prefix_length(reader, change.family, value);
  change.gateway = read_optional_ip(reader, change.family, value, "gateway");
  change.link = reader.optional_number(value, "link");
  change.preferred_source = read_optional_ip(reader, change.family, value, "preferredSource");
  change.metric = reader.optional_number(value, "metric");
  change.metrics = read_metrics(reader, value);
  change.next_hops = read_next_hops(reader, change.family, value);
  change.encapsulation = read_encapsulation(reader, value);
  change.table = reader.optional_number(value, "table");
  change.flags = reader.optional_number(value, "flags").value_or(0);
  change.scope = reader.optional<std::uint8_t>(value, "scope");
  change.protocol = reader.optional<std::uint8_t>(value, "protocol");
  change.type = reader.optional<std::uint8_t>(value, "type");
  return change;
}

napi_value make_route(napi_env env, const route::Route& route) {
  ObjectWriter writer(env);
  writer.set_number("version", version_of(route.family));
  writer.set("destination", make_optional_ip(env, route.destination));
  writer.set_number("prefixLength", route.prefix_length);
  writer.set("gateway", make_optional_ip(env, route.gateway));
  writer.set_number("link", route.link);
  writer.set("preferredSource", make_optional_ip(env, route.preferred_source));
  writer.set_number("metric", route.metric);
  writer.set("metrics", make_array<RouteMetrics::Metric, make_metric>(env, route.metrics.numbers));
  writer.set("congestionControl", route.metrics.congestion_control);
  writer.set("nextHops", make_array<NextHop, make_next_hop>(env, route.next_hops));
  writer.set("encapsulation", route.encapsulation, [env](ObjectWriter& fields, const Encapsulation& value) {
    fields.set_number("type", value.type);
    fields.set("data", make_optional_bytes(env, value.data));
  });
  writer.set_number("flags", route.flags);
  writer.set_number("table", route.table);
  writer.set_number("scope", route.scope);
  writer.set_number("protocol", route.protocol);
  writer.set_number("type", route.type);
  return writer.value();
}

}  // namespace sinfonia::addon
