#include "addon/convert_neighbour.hpp"

#include "addon/convert_address.hpp"

namespace sinfonia::addon {

route::Neighbour read_neighbour_change(ValueReader& reader, napi_value value) {
  const std::uint8_t family = read_family(reader, reader.field(value, "version"));
  route::Neighbour neighbour;
  neighbour.link = reader.number(reader.field(value, "link"), "link", INT32_MAX);
  neighbour.address = read_ip(reader, family, reader.field(value, "address"), "address");
  neighbour.hardware_address = reader.optional_bytes(value, "hardwareAddress");
  neighbour.state = reader.optional<std::uint16_t>(value, "state").value_or(0);
  neighbour.flags = reader.optional<std::uint8_t>(value, "flags").value_or(0);
  reader.read(value, "protocol", neighbour.protocol);
  neighbour.extended_flags = reader.optional_number(value, "extendedFlags").value_or(0);
  return neighbour;
}

route::NeighbourFilter read_neighbour_filter(ValueReader& reader, napi_value value) {
  route::NeighbourFilter filter;
  if (napi_value version = reader.field(value, "version")) filter.family = read_family(reader, version);
  filter.link = reader.optional_number(value, "link", INT32_MAX).value_or(0);
  filter.proxies = reader.optional_boolean(value, "proxies").value_or(false);
  return filter;
}

napi_value make_neighbour(napi_env env, const route::Neighbour& neighbour) {
  ObjectWriter writer(env);
  writer.set_number("link", neighbour.link);
  writer.set_number("version", version_of(neighbour.address.family()));
  writer.set("address", std::string_view(neighbour.address.text()));
  writer.set("hardwareAddress", make_optional_bytes(env, neighbour.hardware_address));
  writer.set_number("state", neighbour.state);
  writer.set_number("flags", neighbour.flags);
  writer.set_number("type", neighbour.type);
  writer.set_number("protocol", neighbour.protocol);
  writer.set_number("extendedFlags", neighbour.extended_flags);
  writer.set("cache", neighbour.cache, [](ObjectWriter& fields, const route::NeighbourCache& cache) {
    fields.set_number("confirmed", cache.confirmed);
    fields.set_number("used", cache.used);
    fields.set_number("updated", cache.updated);
    fields.set_number("references", cache.references);
  });
  writer.set_number("probes", neighbour.probes);
  writer.set_number("vlan", neighbour.vlan);
  writer.set_number("master", neighbour.master);
  return writer.value();
}

}  // namespace sinfonia::addon
