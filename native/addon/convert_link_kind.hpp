// What only links of one kind have, from and to JavaScript: a field that is named after the kind.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/link.hpp"

namespace sinfonia::addon {

route::Tun read_tun(ValueReader& reader, napi_value value);
route::KindOptions read_kind_options(ValueReader& reader, napi_value object);
void set_kind_options(napi_env env, ObjectWriter& writer, const route::KindOptions& options);

}  // namespace sinfonia::addon
