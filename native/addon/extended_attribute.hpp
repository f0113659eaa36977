// Extended attributes of files, which hold file capabilities (xattr(7), capabilities(7)).
#pragma once

#include <napi.h>

namespace sinfonia::addon {

Napi::Value set_extended_attribute(const Napi::CallbackInfo& info);
Napi::Value get_extended_attribute(const Napi::CallbackInfo& info);

}  // namespace sinfonia::addon
