// Bytes and descriptors over Unix sockets.
#pragma once

#include <napi.h>

namespace sinfonia::addon {

Napi::Value socket_pair(const Napi::CallbackInfo& info);
Napi::Value send_message(const Napi::CallbackInfo& info);
Napi::Value receive_message(const Napi::CallbackInfo& info);
Napi::Value shut_down(const Napi::CallbackInfo& info);

}  // namespace sinfonia::addon
