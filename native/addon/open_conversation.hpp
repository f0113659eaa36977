// Opens conversations: over a passed socket, in another namespace, or in the caller's own.
#pragma once

#include <napi.h>

namespace sinfonia::addon {

// NETLINK_ROUTE.
Napi::Value open_route_conversation(const Napi::CallbackInfo& info);
// NETLINK_GENERIC.
Napi::Value open_generic_conversation(const Napi::CallbackInfo& info);

}  // namespace sinfonia::addon
