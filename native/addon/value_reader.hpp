// Reads JavaScript values. The first that does not fit is remembered and thrown once, as TypeError.
#pragma once

#include <napi.h>

#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "system/unique_fd.hpp"

namespace sinfonia::addon {

class ValueReader {
 public:
  explicit ValueReader(napi_env env) : env_(env) {}

  [[nodiscard]] bool ok() const { return problem_ == nullptr; }
  // True, with an exception pending, when a value did not fit.
  bool throw_if_failed();

  void require(bool condition, const char* name, const char* wanted) {
    if (!condition) fail(name, wanted);
  }
  std::uint32_t number(napi_value value, const char* name, std::uint32_t max = UINT32_MAX);
  // Also refuses a negative one.
  int descriptor(napi_value value, const char* name);
  bool boolean(napi_value value, const char* name);
  std::string text(napi_value value, const char* name);
  // Valid as long as the JavaScript value is.
  std::span<const std::byte> bytes(napi_value value, const char* name);
  std::vector<napi_value> elements(napi_value value, const char* name);
  std::vector<int> descriptors(napi_value value, const char* name);
  std::vector<std::string> texts(napi_value value, const char* name);

  // nullptr where the field is undefined or missing.
  napi_value field(napi_value object, const char* name);
  std::optional<std::uint32_t> optional_number(napi_value object, const char* name,
                                               std::uint32_t max = UINT32_MAX);
  // A number that the type can hold.
  template <typename Number>
  std::optional<Number> optional(napi_value object, const char* name) {
    const auto number = optional_number(object, name, std::numeric_limits<Number>::max());
    return number ? std::optional(static_cast<Number>(*number)) : std::nullopt;
  }
  // The same, into what stays as it is where the field is undefined or missing.
  template <typename Number>
  void read(napi_value object, const char* name, std::optional<Number>& into) {
    if (const auto number = optional<Number>(object, name)) into = number;
  }
  std::optional<std::uint64_t> optional_bigint(napi_value object, const char* name);
  std::optional<int> optional_descriptor(napi_value object, const char* name);
  // Whose number may be another's by the time that a thread uses it. Null: the field is undefined or missing.
  // One that is not open stays -1, which the kernel refuses as such.
  std::shared_ptr<const system::UniqueFd> duplicated_descriptor(napi_value object, const char* name);
  std::optional<bool> optional_boolean(napi_value object, const char* name);
  std::optional<std::string> optional_text(napi_value object, const char* name);
  std::optional<std::vector<std::byte>> optional_bytes(napi_value object, const char* name);

 private:
  void fail(const char* name, const char* wanted);
  napi_env env_;
  const char* problem_ = nullptr;
  const char* wanted_ = nullptr;
};

}  // namespace sinfonia::addon
