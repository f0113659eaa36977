#include "addon/convert_prefix.hpp"

#include "addon/convert_address.hpp"

namespace sinfonia::addon {

using route::IpPrefix;

std::optional<IpPrefix> read_optional_prefix(ValueReader& reader, std::uint8_t family, napi_value object,
                                             const char* name) {
  napi_value prefix = reader.field(object, name);
  if (prefix == nullptr) return std::nullopt;
  return IpPrefix{read_ip(reader, family, reader.field(prefix, "address"), "address"),
                  read_prefix_length(reader, family, prefix)};
}

void set_prefix(ObjectWriter& writer, const IpPrefix& prefix) {
  writer.set("address", std::string_view(prefix.address.text()));
  writer.set_number("prefixLength", prefix.length);
}

}  // namespace sinfonia::addon
