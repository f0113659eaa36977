#include "addon/convert_rule.hpp"

#include <limits>

#include "addon/convert_address.hpp"
#include "addon/convert_prefix.hpp"

namespace sinfonia::addon {
namespace {

using route::Range;

template <typename Number>
std::optional<Range<Number>> read_optional_range(ValueReader& reader, napi_value object, const char* name) {
  constexpr Number kMost = std::numeric_limits<Number>::max();
  napi_value range = reader.field(object, name);
  if (range == nullptr) return std::nullopt;
  return Range<Number>{static_cast<Number>(reader.number(reader.field(range, "start"), "start", kMost)),
                       static_cast<Number>(reader.number(reader.field(range, "end"), "end", kMost))};
}

template <typename Number>
void set_range(ObjectWriter& writer, const Range<Number>& range) {
  writer.set_number("start", range.start);
  writer.set_number("end", range.end);
}

}  // namespace

route::Rule read_rule_change(ValueReader& reader, napi_value value) {
  route::Rule rule;
  rule.family = read_family(reader, reader.field(value, "version"));
  rule.priority = reader.optional_number(value, "priority");
  rule.flags = reader.optional_number(value, "flags").value_or(0);
  rule.source = read_optional_prefix(reader, rule.family, value, "source");
  rule.destination = read_optional_prefix(reader, rule.family, value, "destination");
  rule.incoming = reader.optional_text(value, "incoming");
  rule.outgoing = reader.optional_text(value, "outgoing");
  rule.mark = reader.optional_number(value, "mark");
  rule.mask = reader.optional_number(value, "mask");
  rule.tunnel_id = reader.optional_bigint(value, "tunnelId");
  rule.tos = reader.optional<std::uint8_t>(value, "tos").value_or(0);
  reader.read(value, "ipProtocol", rule.ip_protocol);
  rule.source_ports = read_optional_range<std::uint16_t>(reader, value, "sourcePorts");
  rule.destination_ports = read_optional_range<std::uint16_t>(reader, value, "destinationPorts");
  rule.users = read_optional_range<std::uint32_t>(reader, value, "users");
  rule.l3mdev = reader.optional_boolean(value, "l3mdev").value_or(false);
  rule.action = reader.optional<std::uint8_t>(value, "action").value_or(0);
  rule.table = reader.optional_number(value, "table").value_or(0);
  rule.target = reader.optional_number(value, "target");
  rule.suppress_prefix_length = reader.optional_number(value, "suppressPrefixLength");
  rule.suppress_group = reader.optional_number(value, "suppressGroup");
  rule.realms = reader.optional_number(value, "realms");
  rule.protocol = reader.optional<std::uint8_t>(value, "protocol").value_or(0);
  return rule;
}

napi_value make_rule(napi_env env, const route::Rule& rule) {
  ObjectWriter writer(env);
  writer.set_number("version", version_of(rule.family));
  writer.set_number("priority", rule.priority.value_or(0));
  writer.set_number("flags", rule.flags);
  writer.set("source", rule.source, set_prefix);
  writer.set("destination", rule.destination, set_prefix);
  writer.set("incoming", rule.incoming);
  writer.set("outgoing", rule.outgoing);
  writer.set_number("mark", rule.mark);
  writer.set_number("mask", rule.mask);
  writer.set("tunnelId", rule.tunnel_id ? make_bigint(env, *rule.tunnel_id) : make_undefined(env));
  writer.set_number("tos", rule.tos);
  writer.set_number("ipProtocol", rule.ip_protocol);
  writer.set("sourcePorts", rule.source_ports, set_range<std::uint16_t>);
  writer.set("destinationPorts", rule.destination_ports, set_range<std::uint16_t>);
  writer.set("users", rule.users, set_range<std::uint32_t>);
  writer.set("l3mdev", make_boolean(env, rule.l3mdev));
  writer.set_number("action", rule.action);
  writer.set_number("table", rule.table);
  writer.set_number("target", rule.target);
  writer.set_number("suppressPrefixLength", rule.suppress_prefix_length);
  writer.set_number("suppressGroup", rule.suppress_group);
  writer.set_number("realms", rule.realms);
  writer.set_number("protocol", rule.protocol);
  return writer.value();
}

}  // namespace sinfonia::addon
