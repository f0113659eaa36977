// Rules, from and to JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "route/rule.hpp"

namespace sinfonia::addon {

route::Rule read_rule_change(ValueReader& reader, napi_value value);
napi_value make_rule(napi_env env, const route::Rule& rule);

}  // namespace sinfonia::addon
