// Reads netlink attributes one after another. The first that is malformed ends it and is remembered: ask ok()
// once, at the end.
#pragma once

#include <cstdint>
#include <string>

#include "netlink/wire.hpp"

namespace sinfonia::netlink {

class AttributeReader {
 public:
  // `bytes` must outlive it.
  explicit AttributeReader(Bytes bytes) : rest_(bytes) {}

  // To the next attribute. False at the end, or when something was malformed.
  [[nodiscard]] bool next();
  [[nodiscard]] bool ok() const { return problem_.empty(); }
  // A sentence: "attribute 4 has 3 bytes in place of 4".
  [[nodiscard]] const std::string& problem() const { return problem_; }

  // Of the attribute that next() went to. The flags NLA_F_NESTED and NLA_F_NET_BYTEORDER are masked out.
  [[nodiscard]] std::uint16_t type() const { return type_; }
  // Whether it had NLA_F_NESTED.
  [[nodiscard]] bool is_nested() const { return is_nested_; }
  [[nodiscard]] Bytes payload() const { return payload_; }

  // Each demands its exact size, and returns 0 where that differs.
  std::uint8_t u8() { return number<std::uint8_t>(); }
  std::uint16_t u16() { return number<std::uint16_t>(); }
  std::uint32_t u32() { return number<std::uint32_t>(); }
  std::uint64_t u64() { return number<std::uint64_t>(); }
  // Up to the first NUL, or all of it.
  [[nodiscard]] std::string text() const;

  // Calls `read(AttributeReader&)` with what is inside; a problem there is one here.
  template <typename Read>
  void nest(Read&& read) {
    AttributeReader inner(payload_);
    read(inner);
    if (!inner.ok()) fail("attribute " + std::to_string(type_) + ": " + inner.problem());
  }

  void fail(std::string problem);

 private:
  template <typename Number>
  Number number() {
    Number value{};
    if (payload_.size() == sizeof value) {
      std::memcpy(&value, payload_.data(), sizeof value);
    } else {
      fail_size(sizeof value);
    }
    return value;
  }
  void fail_size(std::size_t wanted);

  Bytes rest_;
  Bytes payload_;
  std::uint16_t type_ = 0;
  bool is_nested_ = false;
  std::string problem_;
};

}  // namespace sinfonia::netlink
