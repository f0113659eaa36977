// Reads the words of a command line: options, and the value behind each that has one.
#pragma once

#include <charconv>
#include <span>
#include <string_view>

namespace sinfonia::launcher {

class OptionReader {
 public:
  explicit OptionReader(std::span<char*> words) : words_(words) {}

  // nullptr: there is no more.
  const char* next() {
    if (words_.empty()) return nullptr;
    const char* const word = words_.front();
    words_ = words_.subspan(1);
    return word;
  }

  void text(const char*& value) {
    value = next();
    ok_ = ok_ && value != nullptr;
  }

  template <typename Number>
  void number(Number& value) {
    const char* const word = next();
    const std::string_view digits = word == nullptr ? "" : word;
    const auto read = std::from_chars(digits.begin(), digits.end(), value);
    ok_ = ok_ && read.ec == std::errc() && read.ptr == digits.end();
  }

  // False once a value is missing or is no number.
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::span<char*> words_;
  bool ok_ = true;
};

}  // namespace sinfonia::launcher
