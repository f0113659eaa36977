// What only links of one kind have, from and to JavaScript: a field that is named after the kind.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/link_kind.hpp"

namespace sinfonia::addon {

route::Tun read_tun(ValueReader& reader, napi_value value);
// `kind` is its name, `data` the rest of its attributes.
route::LinkKind read_link_kind(ValueReader& reader, napi_value object);
void set_link_kind(napi_env env, ObjectWriter& writer, const route::LinkKind& kind);

}  // namespace sinfonia::addon
