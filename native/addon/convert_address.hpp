// IP addresses, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/address.hpp"

namespace sinfonia::addon {

// AF_INET or AF_INET6 of 4 or 6.
std::uint8_t read_family(ValueReader& reader, napi_value version);
double version_of(std::uint8_t family);

route::IpAddress read_ip(ValueReader& reader, std::uint8_t family, napi_value text, const char* name);
std::optional<route::IpAddress> read_optional_ip(ValueReader& reader, std::uint8_t family, napi_value object,
                                                 const char* name);
std::uint8_t read_prefix_length(ValueReader& reader, std::uint8_t family, napi_value object);
napi_value make_optional_ip(napi_env env, const std::optional<route::IpAddress>& address);

route::LinkAddress read_address(ValueReader& reader, napi_value value);
route::AddressFilter read_address_filter(ValueReader& reader, napi_value value);
napi_value make_address(napi_env env, const route::LinkAddress& address);

}  // namespace sinfonia::addon
