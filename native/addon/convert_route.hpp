// Routes, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/route.hpp"
#include "route/route_query.hpp"

namespace sinfonia::addon {

route::RouteChange read_route_change(ValueReader& reader, napi_value value);
route::RouteFilter read_route_filter(ValueReader& reader, napi_value value);
route::RouteQuery read_route_query(ValueReader& reader, napi_value value);
napi_value make_route(napi_env env, const route::Route& route);

}  // namespace sinfonia::addon
