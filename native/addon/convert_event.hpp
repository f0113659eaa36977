// Events, to JavaScript, and which are wanted, from it.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/event.hpp"

namespace sinfonia::addon {

route::Topics read_topics(ValueReader& reader, napi_value value);
napi_value make_event(napi_env env, const route::Event& event);

}  // namespace sinfonia::addon
