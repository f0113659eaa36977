// File locks and the replacement of this process by another program.
#pragma once

#include <napi.h>

namespace sinfonia::addon {

Napi::Value lock_file(const Napi::CallbackInfo& info);
Napi::Value replace_process(const Napi::CallbackInfo& info);

}  // namespace sinfonia::addon
