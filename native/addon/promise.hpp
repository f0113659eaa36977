// A JavaScript promise to settle later, once.
#pragma once

#include <napi.h>

#include "addon/value_writer.hpp"

namespace sinfonia::addon {

class Promise {
 public:
  explicit Promise(napi_env env) { napi_create_promise(env, &deferred_, &value_); }

  // Only within the call that made it.
  [[nodiscard]] napi_value value() const { return value_; }

  // Both fail silently in an environment that is being torn down.
  void resolve(napi_env env, napi_value value) const {
    napi_resolve_deferred(env, deferred_, value != nullptr ? value : make_undefined(env));
  }
  void reject(napi_env env, napi_value error) const {
    napi_reject_deferred(env, deferred_, error != nullptr ? error : make_undefined(env));
  }

 private:
  napi_deferred deferred_ = nullptr;
  napi_value value_ = nullptr;
};

}  // namespace sinfonia::addon
