#include "addon/value_writer.hpp"

#include <cstring>

namespace sinfonia::addon {

napi_value make_undefined(napi_env env) {
  napi_value value = nullptr;
  napi_get_undefined(env, &value);
  return value;
}

napi_value make_number(napi_env env, double number) {
  napi_value value = nullptr;
  napi_create_double(env, number, &value);
  return value;
}

napi_value make_bigint(napi_env env, std::uint64_t number) {
  napi_value value = nullptr;
  napi_create_bigint_uint64(env, number, &value);
  return value;
}

napi_value make_boolean(napi_env env, bool value) {
  napi_value boolean = nullptr;
  napi_get_boolean(env, value, &boolean);
  return boolean;
}

napi_value make_text(napi_env env, std::string_view text) {
  napi_value value = nullptr;
  napi_create_string_utf8(env, text.data(), text.size(), &value);
  return value;
}

napi_value make_optional_bytes(napi_env env, const std::optional<std::vector<std::byte>>& bytes) {
  if (!bytes) return make_undefined(env);
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  if (napi_create_arraybuffer(env, bytes->size(), &data, &buffer) != napi_ok) return nullptr;
  if (!bytes->empty()) std::memcpy(data, bytes->data(), bytes->size());
  napi_create_typedarray(env, napi_uint8_array, bytes->size(), buffer, 0, &array);
  return array;
}

namespace {

std::string code_of(const netlink::Failure& failure) {
  if (failure.dump_interrupted) return "ERR_DUMP_INTERRUPTED";
  const char* const name = system::errno_name(failure.error);
  // Some of the kernel's own leak: ENOTSUPP is 524.
  return name != nullptr ? name : "E" + std::to_string(failure.error);
}

}  // namespace

napi_value make_error(napi_env env, const netlink::Failure& failure) {
  const std::string code = code_of(failure);
  std::string message = std::string(failure.call) + ": " + code;
  if (!failure.detail.empty()) message += ": " + failure.detail;
  napi_value value = nullptr;
  napi_create_error(env, make_text(env, code), make_text(env, message), &value);
  ObjectWriter writer(env, value);
  writer.set_number("errno", -failure.error);
  writer.set("syscall", std::string_view(failure.call));
  if (!failure.detail.empty()) writer.set("detail", std::string_view(failure.detail));
  if (!failure.attribute.empty()) writer.set("attribute", std::string_view(failure.attribute));
  if (failure.partly_applied) writer.set("partlyApplied", make_boolean(env, true));
  return value;
}

void throw_error(napi_env env, const system::SystemError& error) {
  napi_value value = make_error(env, error);
  if (value != nullptr) napi_throw(env, value);
}

}  // namespace sinfonia::addon
