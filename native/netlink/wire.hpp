// Sizes and alignment of netlink messages: <linux/netlink.h>, RFC 3549.
#pragma once

#include <linux/netlink.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <type_traits>

namespace sinfonia::netlink {

using Bytes = std::span<const std::byte>;

// NLMSG_ALIGN and NLA_ALIGN: both to 4.
constexpr std::size_t align(std::size_t size) { return (size + 3) & ~std::size_t{3}; }
static_assert(NLMSG_ALIGNTO == 4 && NLA_ALIGNTO == 4);

inline constexpr std::size_t kMessageHeader = sizeof(nlmsghdr);
inline constexpr std::size_t kAttributeHeader = sizeof(nlattr);
static_assert(kMessageHeader == 16 && kAttributeHeader == 4);

// False, and `value` untouched, where the bytes are too few.
template <typename Structure>
[[nodiscard]] bool read_structure(Bytes bytes, Structure& value) {
  static_assert(std::is_trivially_copyable_v<Structure>);
  if (bytes.size() < sizeof value) return false;
  std::memcpy(&value, bytes.data(), sizeof value);
  return true;
}

// What is left behind a structure that begins the bytes.
inline Bytes behind(Bytes bytes, std::size_t size) {
  const std::size_t aligned = align(size);
  return aligned < bytes.size() ? bytes.subspan(aligned) : Bytes{};
}

}  // namespace sinfonia::netlink
