// Networks, from and to JavaScript.
#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/ip_prefix.hpp"

namespace sinfonia::addon {

std::optional<route::IpPrefix> read_optional_prefix(ValueReader& reader, std::uint8_t family,
                                                    napi_value object, const char* name);
void set_prefix(ObjectWriter& writer, const route::IpPrefix& prefix);

}  // namespace sinfonia::addon
