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
  return neighbour;
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
  return writer.value();
}

}  // namespace sinfonia::addon
