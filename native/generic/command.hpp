// Any command of any family: what this package knows nothing of is left as bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "netlink/conversation.hpp"

namespace sinfonia::generic {

struct Command {
  std::uint16_t family = 0;
  std::uint8_t command = 0;
  std::uint8_t version = 0;
  // The family's own header, of the size that it demands.
  std::vector<std::byte> header;
  std::vector<std::byte> attributes;
};

// The payload of a message of a family: genlmsghdr and what is behind it.
using Answer = std::vector<std::byte>;

// What the kernel answers before it acknowledges: often one message, or none. Never made again, for it may
// change something.
netlink::Result<std::vector<Answer>> send_command(netlink::Conversation& conversation,
                                                  const Command& command);
netlink::Result<std::vector<Answer>> dump(netlink::Conversation& conversation, const Command& command);

// Something that was told to a group: nothing where some was lost.
using Told = std::optional<Answer>;

// Appends what a datagram has of this family.
netlink::Refusal read_told(netlink::Bytes datagram, std::uint16_t family, std::vector<Told>& told);

}  // namespace sinfonia::generic
