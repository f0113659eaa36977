// Reads the payload of a frame, and writes frames: numbers in host byte order, texts with a NUL behind them.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "launcher/protocol.hpp"

namespace sinfonia::launcher {

// The first field that does not fit makes `valid` false for good, and every later one zero or empty.
class PayloadReader {
 public:
  explicit PayloadReader(std::span<const std::byte> rest) : rest_(rest) {}

  template <typename Number>
  Number number() {
    Number value{};
    if (take(sizeof value)) std::memcpy(&value, taken_, sizeof value);
    return value;
  }

  // Without a byte copied: it lives as long as the payload.
  const char* text() {
    const auto end = std::find(rest_.begin(), rest_.end(), std::byte{0});
    const std::size_t size = static_cast<std::size_t>(end - rest_.begin()) + 1;
    return take(size) ? reinterpret_cast<const char*>(taken_) : "";
  }

  [[nodiscard]] std::size_t remaining() const { return rest_.size(); }
  [[nodiscard]] bool valid() const { return valid_; }
  // Valid, and nothing is left over.
  [[nodiscard]] bool complete() const { return valid_ && rest_.empty(); }

 private:
  bool take(std::size_t size) {
    if (!valid_ || size > rest_.size()) {
      valid_ = false;
      return false;
    }
    taken_ = rest_.data();
    rest_ = rest_.subspan(size);
    return true;
  }

  std::span<const std::byte> rest_;
  const std::byte* taken_ = nullptr;
  bool valid_ = true;
};

// A frame of ours, all of which are short. A text that does not fit is cut.
class FrameWriter {
 public:
  template <typename Kind>
  explicit FrameWriter(Kind kind) {
    number(FrameHeader{0, static_cast<std::uint32_t>(kind)});
  }

  template <typename Number>
  FrameWriter& number(Number value) {
    if (buffer_.size() - used_ >= sizeof value) {
      std::memcpy(buffer_.data() + used_, &value, sizeof value);
      used_ += sizeof value;
    }
    return *this;
  }

  FrameWriter& text(std::string_view value) {
    if (used_ == buffer_.size()) return *this;
    const std::size_t size = std::min(value.size(), buffer_.size() - used_ - 1);
    std::memcpy(buffer_.data() + used_, value.data(), size);
    used_ += size;
    buffer_[used_++] = std::byte{0};
    return *this;
  }

  // Header and payload.
  std::span<const std::byte> frame() {
    const auto size = static_cast<std::uint32_t>(used_ - sizeof(FrameHeader));
    std::memcpy(buffer_.data(), &size, sizeof size);
    return std::span(buffer_).first(used_);
  }

 private:
  std::array<std::byte, 5120> buffer_;
  std::size_t used_ = 0;
};

}  // namespace sinfonia::launcher
