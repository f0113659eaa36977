// Any family of generic netlink, from and to JavaScript: what is inside of its messages stays bytes.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"
#include "generic/command.hpp"
#include "generic/family.hpp"

namespace sinfonia::addon {

generic::Command read_command(ValueReader& reader, napi_value value);
napi_value make_family(napi_env env, const generic::Family& family);
napi_value make_answers(napi_env env, const std::vector<generic::Answer>& answers);
// undefined: some was lost.
napi_value make_told(napi_env env, const generic::Told& told);

}  // namespace sinfonia::addon
