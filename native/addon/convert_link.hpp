// Links, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/link.hpp"

namespace sinfonia::addon {

route::LinkSelector read_link_selector(ValueReader& reader, napi_value value);
route::LinkCreation read_link_creation(ValueReader& reader, napi_value value);
route::LinkChange read_link_change(ValueReader& reader, napi_value value);
napi_value make_link(napi_env env, const route::Link& link);

}  // namespace sinfonia::addon
