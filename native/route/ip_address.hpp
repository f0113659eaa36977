// An IPv4 or IPv6 address in network byte order.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "netlink/attribute_reader.hpp"
#include "netlink/wire.hpp"

namespace sinfonia::route {

class IpAddress {
 public:
  // `family`: AF_INET or AF_INET6. nullopt where the bytes or the text are none of it.
  static std::optional<IpAddress> from_bytes(std::uint8_t family, netlink::Bytes bytes);
  static std::optional<IpAddress> from_text(std::uint8_t family, const std::string& text);

  [[nodiscard]] std::uint8_t family() const { return family_; }
  [[nodiscard]] netlink::Bytes bytes() const { return netlink::Bytes(bytes_).first(size_of(family_)); }
  [[nodiscard]] std::string text() const;
  // How many bits an address of this family has.
  [[nodiscard]] std::uint8_t bits() const { return static_cast<std::uint8_t>(size_of(family_) * 8); }

  friend bool operator==(const IpAddress&, const IpAddress&) = default;

 private:
  static std::size_t size_of(std::uint8_t family);

  std::uint8_t family_ = 0;
  std::array<std::byte, 16> bytes_{};
};

// The address that the reader's attribute holds; one that is none of this family is a problem of the
// reader's.
void read_ip(netlink::AttributeReader& reader, std::uint8_t family, std::optional<IpAddress>& into);

}  // namespace sinfonia::route
