// A value, or why there is none.
#pragma once

#include <type_traits>
#include <utility>
#include <variant>

#include "system/system_error.hpp"

namespace sinfonia::system {

template <typename Value, typename Error = SystemError>
class [[nodiscard]] Result {
  static_assert(!std::is_same_v<Value, Error>);

 public:
  // Implicit on purpose: functions return either.
  Result(Value value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  explicit operator bool() const { return state_.index() == 0; }
  // Only after the check above.
  Value& operator*() { return *std::get_if<0>(&state_); }
  const Value& operator*() const { return *std::get_if<0>(&state_); }
  Value* operator->() { return std::get_if<0>(&state_); }
  const Value* operator->() const { return std::get_if<0>(&state_); }
  [[nodiscard]] const Error& error() const { return *std::get_if<1>(&state_); }

 private:
  std::variant<Value, Error> state_;
};

}  // namespace sinfonia::system
