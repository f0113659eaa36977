#include "addon/convert_address.hpp"

#include <sys/socket.h>

namespace sinfonia::addon {

using route::IpAddress;

std::uint8_t read_family(ValueReader& reader, napi_value version) {
  const std::uint32_t number = reader.number(version, "version");
  reader.require(number == 4 || number == 6, "version", "4 or 6");
  return number == 4 ? AF_INET : AF_INET6;
}

double version_of(std::uint8_t family) { return family == AF_INET ? 4 : 6; }

IpAddress read_ip(ValueReader& reader, std::uint8_t family, napi_value text, const char* name) {
  const std::optional<IpAddress> address = IpAddress::from_text(family, reader.text(text, name));
  reader.require(address.has_value(), name, "an IP address of the given version");
  return address.value_or(IpAddress());
}

std::optional<IpAddress> read_optional_ip(ValueReader& reader, std::uint8_t family, napi_value object,
                                          const char* name) {
  napi_value text = reader.field(object, name);
  return text == nullptr ? std::nullopt : std::optional(read_ip(reader, family, text, name));
}

std::uint8_t read_prefix_length(ValueReader& reader, std::uint8_t family, napi_value object) {
  const std::uint32_t most = family == AF_INET ? 32 : 128;
  return static_cast<std::uint8_t>(reader.number(reader.field(object, "prefixLength"), "prefixLength", most));
}

napi_value make_optional_ip(napi_env env, const std::optional<IpAddress>& address) {
  return address ? make_text(env, address->text()) : make_undefined(env);
}

route::LinkAddress read_address(ValueReader& reader, napi_value value) {
  const std::uint8_t family = read_family(reader, reader.field(value, "version"));
  route::LinkAddress address;
  address.link = reader.number(reader.field(value, "link"), "link", INT32_MAX);
  address.address = read_ip(reader, family, reader.field(value, "address"), "address");
  address.prefix_length = read_prefix_length(reader, family, value);
  address.peer = read_optional_ip(reader, family, value, "peer");
  address.broadcast = read_optional_ip(reader, family, value, "broadcast");
  address.scope = reader.optional<std::uint8_t>(value, "scope").value_or(0);
  address.flags = reader.optional_number(value, "flags").value_or(0);
  address.label = reader.optional_text(value, "label");
  reader.read(value, "metric", address.metric);
  reader.read(value, "protocol", address.protocol);
  const auto lifetime = [&](const char* name) {
    return reader.optional_number(value, name).value_or(route::AddressLifetime::kForever);
  };
  address.lifetime = {lifetime("preferredLifetime"), lifetime("validLifetime")};
  return address;
}

route::AddressFilter read_address_filter(ValueReader& reader, napi_value value) {
  route::AddressFilter filter;
  if (napi_value version = reader.field(value, "version")) filter.family = read_family(reader, version);
  filter.link = reader.optional_number(value, "link", INT32_MAX).value_or(0);
  return filter;
}

napi_value make_address(napi_env env, const route::LinkAddress& address) {
  ObjectWriter writer(env);
  writer.set_number("link", address.link);
  writer.set_number("version", version_of(address.address.family()));
  writer.set("address", std::string_view(address.address.text()));
  writer.set_number("prefixLength", address.prefix_length);
  writer.set("peer", make_optional_ip(env, address.peer));
  writer.set("broadcast", make_optional_ip(env, address.broadcast));
  writer.set_number("scope", address.scope);
  writer.set_number("flags", address.flags);
  writer.set("label", address.label);
  writer.set_number("metric", address.metric);
  writer.set_number("protocol", address.protocol);
  writer.set_number("preferredLifetime", address.lifetime.preferred);
  writer.set_number("validLifetime", address.lifetime.valid);
  return writer.value();
}

}  // namespace sinfonia::addon
