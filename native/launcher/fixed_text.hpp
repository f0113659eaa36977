// A short NUL-terminated text put together from texts and numbers, for paths and for lines of /proc.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

namespace sinfonia::launcher {

class FixedText {
 public:
  // What does not fit is cut.
  FixedText& operator<<(std::string_view text) {
    const std::size_t size = std::min(text.size(), buffer_.size() - 1 - used_);
    std::memcpy(buffer_.data() + used_, text.data(), size);
    used_ += size;
    buffer_[used_] = '\0';
    return *this;
  }

  FixedText& operator<<(long long number) {
    std::array<char, 24> digits;
    const auto written = std::to_chars(digits.begin(), digits.end(), number);
    return *this << std::string_view(digits.data(), static_cast<std::size_t>(written.ptr - digits.data()));
  }

  [[nodiscard]] const char* c_str() const { return buffer_.data(); }
  [[nodiscard]] std::string_view view() const { return {buffer_.data(), used_}; }

 private:
  std::array<char, 256> buffer_{};
  std::size_t used_ = 0;
};

// The path that leads to an open descriptor, whatever covers it.
inline FixedText descriptor_path(int descriptor) { return FixedText() << "/proc/self/fd/" << descriptor; }

}  // namespace sinfonia::launcher
