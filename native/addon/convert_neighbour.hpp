// Neighbours, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/neighbour.hpp"

namespace sinfonia::addon {

route::Neighbour read_neighbour_change(ValueReader& reader, napi_value value);
route::NeighbourFilter read_neighbour_filter(ValueReader& reader, napi_value value);
napi_value make_neighbour(napi_env env, const route::Neighbour& neighbour);

}  // namespace sinfonia::addon
