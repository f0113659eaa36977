// Routes, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/route.hpp"

namespace sinfonia::addon {

route::RouteChange read_route_change(ValueReader& reader, napi_value value);
napi_value make_route(napi_env env, const route::Route& route);

}  // namespace sinfonia::addon
