// What a link is born with, from JavaScript.
#pragma once

#include <napi.h>

#include "addon/value_reader.hpp"
#include "route/new_link.hpp"

namespace sinfonia::addon {

// Of the fields `up` and `flags`.
route::FlagChange read_flag_change(ValueReader& reader, napi_value value);
route::NewLink read_new_link(ValueReader& reader, napi_value value);

}  // namespace sinfonia::addon
