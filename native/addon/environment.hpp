// What the addon keeps for each environment: Node's main thread and every worker have their own.
#pragma once

#include <napi.h>

#include "addon/descriptors.hpp"
#include "addon/waiter.hpp"

namespace sinfonia::addon {

struct Environment {
  Waiter waiter;
  Descriptors descriptors;
  // The classes.
  Napi::FunctionReference route_conversation;
  Napi::FunctionReference generic_conversation;
  Napi::FunctionReference watch;

  static Environment& of(Napi::Env env) { return *env.GetInstanceData<Environment>(); }
};

}  // namespace sinfonia::addon
