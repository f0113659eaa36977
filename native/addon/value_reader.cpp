#include "addon/value_reader.hpp"

#include <fcntl.h>

#include <cmath>
#include <cstdint>

namespace sinfonia::addon {

void ValueReader::fail(const char* name, const char* wanted) {
  if (problem_ != nullptr) return;
  problem_ = name;
  wanted_ = wanted;
}

bool ValueReader::throw_if_failed() {
  if (ok()) return false;
  bool pending = false;
  napi_is_exception_pending(env_, &pending);
  if (!pending) {
    const std::string message = std::string(problem_) + " must be " + wanted_;
    napi_throw_type_error(env_, "ERR_INVALID_ARG_TYPE", message.c_str());
  }
  return true;
}

std::uint32_t ValueReader::number(napi_value value, const char* name, std::uint32_t max) {
  double number = 0;
  const bool is_number = value != nullptr && napi_get_value_double(env_, value, &number) == napi_ok;
  if (!is_number || !(number >= 0) || number > max || std::trunc(number) != number) {
    fail(name, "a whole number within its range");
    return 0;
  }
  return static_cast<std::uint32_t>(number);
}

int ValueReader::descriptor(napi_value value, const char* name) {
  return static_cast<int>(number(value, name, INT32_MAX));
}

bool ValueReader::boolean(napi_value value, const char* name) {
  bool result = false;
  if (value == nullptr || napi_get_value_bool(env_, value, &result) != napi_ok) fail(name, "a boolean");
  return result;
}

std::string ValueReader::text(napi_value value, const char* name) {
  std::size_t size = 0;
  if (value == nullptr || napi_get_value_string_utf8(env_, value, nullptr, 0, &size) != napi_ok) {
    fail(name, "a string");
    return {};
  }
  std::string text(size + 1, '\0');
  napi_get_value_string_utf8(env_, value, text.data(), text.size(), &size);
  text.resize(size);
  // The kernel would read such a text as a shorter one.
  if (text.find('\0') != std::string::npos) fail(name, "a string without NUL");
  return text;
}

std::span<const std::byte> ValueReader::bytes(napi_value value, const char* name) {
  bool is_array = false;
  if (value != nullptr) napi_is_typedarray(env_, value, &is_array);
  napi_typedarray_type type = napi_int8_array;
  std::size_t size = 0;
  void* data = nullptr;
  if (!is_array || napi_get_typedarray_info(env_, value, &type, &size, &data, nullptr, nullptr) != napi_ok ||
      type != napi_uint8_array) {
    fail(name, "a Uint8Array");
    return {};
  }
  return {static_cast<const std::byte*>(data), size};
}

std::vector<napi_value> ValueReader::elements(napi_value value, const char* name) {
  bool is_array = false;
  if (value != nullptr) napi_is_array(env_, value, &is_array);
  if (!is_array) {
    fail(name, "an array");
    return {};
  }
  std::uint32_t length = 0;
  napi_get_array_length(env_, value, &length);
  std::vector<napi_value> elements;
  for (std::uint32_t i = 0; i < length; ++i) {
    napi_value element = nullptr;
    if (napi_get_element(env_, value, i, &element) != napi_ok) {
      fail(name, "an array");
      return {};
    }
    elements.push_back(element);
  }
  return elements;
}

std::vector<int> ValueReader::descriptors(napi_value value, const char* name) {
  std::vector<int> result;
  for (napi_value element : elements(value, name)) result.push_back(descriptor(element, name));
  return result;
}

std::vector<std::string> ValueReader::texts(napi_value value, const char* name) {
  std::vector<std::string> result;
  for (napi_value element : elements(value, name)) result.push_back(text(element, name));
  return result;
}

napi_value ValueReader::field(napi_value object, const char* name) {
  napi_valuetype type = napi_undefined;
  if (object != nullptr) napi_typeof(env_, object, &type);
  if (type != napi_object) {
    fail(name, "a field of an object");
    return nullptr;
  }
  napi_value value = nullptr;
  if (napi_get_named_property(env_, object, name, &value) != napi_ok) {
    fail(name, "readable");
    return nullptr;
  }
  napi_typeof(env_, value, &type);
  return type == napi_undefined ? nullptr : value;
}

std::optional<std::uint32_t> ValueReader::optional_number(napi_value object, const char* name,
                                                          std::uint32_t max) {
  napi_value value = field(object, name);
  return value == nullptr ? std::nullopt : std::optional(number(value, name, max));
}

std::optional<std::uint64_t> ValueReader::optional_bigint(napi_value object, const char* name) {
  napi_value value = field(object, name);
  if (value == nullptr) return std::nullopt;
  std::uint64_t number = 0;
  bool lossless = false;
  const bool is_bigint = napi_get_value_bigint_uint64(env_, value, &number, &lossless) == napi_ok;
  if (!is_bigint || !lossless) fail(name, "a bigint of 64 bits");
  return number;
}

std::optional<int> ValueReader::optional_descriptor(napi_value object, const char* name) {
  napi_value value = field(object, name);
  return value == nullptr ? std::nullopt : std::optional(descriptor(value, name));
}

std::shared_ptr<const system::UniqueFd> ValueReader::duplicated_descriptor(napi_value object,
                                                                           const char* name) {
  const std::optional<int> number = optional_descriptor(object, name);
  return number ? std::make_shared<const system::UniqueFd>(fcntl(*number, F_DUPFD_CLOEXEC, 0)) : nullptr;
}

std::optional<bool> ValueReader::optional_boolean(napi_value object, const char* name) {
  napi_value value = field(object, name);
  return value == nullptr ? std::nullopt : std::optional(boolean(value, name));
}

std::optional<std::string> ValueReader::optional_text(napi_value object, const char* name) {
  napi_value value = field(object, name);
  return value == nullptr ? std::nullopt : std::optional(text(value, name));
}

std::optional<std::vector<std::byte>> ValueReader::optional_bytes(napi_value object, const char* name) {
  napi_value value = field(object, name);
  if (value == nullptr) return std::nullopt;
  const std::span<const std::byte> found = bytes(value, name);
  return std::vector<std::byte>(found.begin(), found.end());
}

}  // namespace sinfonia::addon
