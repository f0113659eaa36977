// Makes JavaScript values. Every call may fail when the environment is being torn down: then the value is
// nullptr or lacks a field, and nobody is left to see it.
#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "netlink/failure.hpp"
#include "system/system_error.hpp"

namespace sinfonia::addon {

napi_value make_undefined(napi_env env);
napi_value make_number(napi_env env, double number);
napi_value make_bigint(napi_env env, std::uint64_t number);
napi_value make_boolean(napi_env env, bool value);
napi_value make_text(napi_env env, std::string_view text);
// A Uint8Array, or undefined.
napi_value make_optional_bytes(napi_env env, const std::optional<std::vector<std::byte>>& bytes);

class ObjectWriter {
 public:
  explicit ObjectWriter(napi_env env) : env_(env) { napi_create_object(env, &object_); }
  ObjectWriter(napi_env env, napi_value object) : env_(env), object_(object) {}

  void set(const char* name, napi_value value) {
    if (object_ != nullptr && value != nullptr) napi_set_named_property(env_, object_, name, value);
  }
  void set(const char* name, std::string_view text) { set(name, make_text(env_, text)); }
  void set_number(const char* name, double number) { set(name, make_number(env_, number)); }
  template <typename Number>
  void set_number(const char* name, const std::optional<Number>& number) {
    set(name, number ? make_number(env_, *number) : make_undefined(env_));
  }
  void set(const char* name, const std::optional<std::string>& text) {
    set(name, text ? make_text(env_, *text) : make_undefined(env_));
  }
  // An object, which `fill` fills.
  template <typename Fill>
  void set_object(const char* name, Fill&& fill) {
    ObjectWriter fields(env_);
    fill(fields);
    set(name, fields.value());
  }
  template <typename Value, typename Fill>
  void set(const char* name, const std::optional<Value>& value, Fill&& fill) {
    if (!value) return set(name, make_undefined(env_));
    set_object(name, [&](ObjectWriter& fields) { fill(fields, *value); });
  }
  [[nodiscard]] napi_value value() const { return object_; }

 private:
  napi_env env_;
  napi_value object_ = nullptr;
};

// An array of what `make` makes of each.
template <typename Value, napi_value (*make)(napi_env, const Value&)>
napi_value make_array(napi_env env, const std::vector<Value>& values) {
  napi_value array = nullptr;
  if (napi_create_array_with_length(env, values.size(), &array) != napi_ok) return nullptr;
  for (std::uint32_t i = 0; i < values.size(); ++i) {
    // Else a long list would hold as many handles as it has fields.
    napi_handle_scope scope = nullptr;
    napi_open_handle_scope(env, &scope);
    napi_set_element(env, array, i, make(env, values[i]));
    napi_close_handle_scope(env, scope);
  }
  return array;
}

// A NativeFailure of src/addon/binding.ts.
napi_value make_error(napi_env env, const netlink::Failure& failure);
void throw_error(napi_env env, const system::SystemError& error);

}  // namespace sinfonia::addon
