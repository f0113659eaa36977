// The kernel's extended acknowledgement: its words, and which attribute it means. Linux 4.12,
// NETLINK_EXT_ACK.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "netlink/message.hpp"

namespace sinfonia::netlink {

struct ExtendedAck {
  // 0 or a positive errno.
  int error = 0;
  std::string text;
  // From the start of the request: the attribute that it refuses.
  std::optional<std::uint32_t> offset;
  // An attribute that is missing, and the place of the nest that lacks it (none: the message itself).
  std::optional<std::uint32_t> missing_type;
  std::optional<std::uint32_t> missing_nest;
};

// Of NLMSG_ERROR, where it stands behind the echo of the request or of its header alone, and of NLMSG_DONE,
// where it stands behind the errno. Something malformed never hides what was read before it. nullopt: not
// even an errno.
std::optional<ExtendedAck> read_extended_ack(const Message& message);

}  // namespace sinfonia::netlink
