// Writes WG_CMD_GET_DEVICE and WG_CMD_SET_DEVICE.
#pragma once

#include <cstddef>

#include "netlink/conversation.hpp"
#include "wireguard/model.hpp"

namespace sinfonia::wireguard {

// Below the 64 KiB that a list of peers can be. A longer message gains no time.
inline constexpr std::size_t kMessageSize = std::size_t{60} << 10U;
// Every message of this size gets on.
inline constexpr std::size_t kSmallestMessage = 512;

// `family`: the type of WireGuard's messages.
netlink::Request encode_get(const LinkSelector& link, std::uint16_t family);

// Where a change goes on that does not fit into one message.
struct Place {
  // Nothing has been written yet.
  bool first = true;
  std::size_t peer = 0;
  std::size_t allowed_ip = 0;
};

bool has_more(const DeviceChange& change, const Place& place);

// The next message of at most `size` bytes (kSmallestMessage or more), and the place behind it. What belongs
// to the link stands in the first only: repeated it would make the kernel's work quadratic.
netlink::Request encode_set(const DeviceChange& change, std::uint16_t family, Place& place,
                            std::size_t size = kMessageSize);

}  // namespace sinfonia::wireguard
