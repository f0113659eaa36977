// Writes netlink attributes. The first that does not fit is remembered: ask ok() once, at the end.
#pragma once

#include <cstdint>
#include <string_view>

#include "netlink/wire.hpp"
#include "system/secret_memory.hpp"

namespace sinfonia::netlink {

class AttributeWriter {
 public:
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] Bytes bytes() const { return buffer_; }

  // A fixed structure ahead of the attributes that belong to it.
  template <typename Structure>
  void structure(const Structure& value) {
    append(std::as_bytes(std::span(&value, 1)));
  }

  // Attributes that another one has written.
  void raw(Bytes attributes) { append(attributes); }

  void u8(std::uint16_t type, std::uint8_t value) { number(type, value); }
  void u16(std::uint16_t type, std::uint16_t value) { number(type, value); }
  void u32(std::uint16_t type, std::uint32_t value) { number(type, value); }
  // With the NUL that the kernel's strings end in.
  void text(std::uint16_t type, std::string_view text);
  void data(std::uint16_t type, Bytes data);

  // What `write` writes is inside.
  template <typename Write>
  void nest(std::uint16_t type, Write&& write) {
    const std::size_t start = open(static_cast<std::uint16_t>(type | NLA_F_NESTED), 0);
    write();
    close(start);
  }

 protected:
  // Keys may be among what it holds.
  system::SecretBytes buffer_;

 private:
  template <typename Number>
  void number(std::uint16_t type, Number value) {
    data(type, std::as_bytes(std::span(&value, 1)));
  }
  void append(Bytes bytes);
  std::size_t open(std::uint16_t type, std::size_t size);
  void close(std::size_t start);

  bool ok_ = true;
};

}  // namespace sinfonia::netlink
