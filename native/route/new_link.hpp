// What a link is born with: one that is asked for, or the other end of a veth.
#pragma once

#include <linux/rtnetlink.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "netlink/attribute_writer.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::route {

// IFF_…: those in the mask become what the values say.
struct FlagChange {
  std::uint32_t mask = 0;
  std::uint32_t values = 0;
};

struct NewLink {
  std::string name;
  // 0: any that is free.
  std::uint32_t index = 0;
  FlagChange flags;
  std::optional<std::uint32_t> mtu;
  // Where it is born, by descriptor.
  std::shared_ptr<const system::UniqueFd> name_space;
  std::optional<std::uint32_t> group;
  std::optional<std::uint32_t> transmit_queue_length;
  std::optional<std::uint32_t> transmit_queues;
  std::optional<std::uint32_t> receive_queues;
  std::optional<std::vector<std::byte>> hardware_address;
  std::optional<std::vector<std::byte>> broadcast_address;
};

ifinfomsg header_of(std::uint32_t index, const FlagChange& flags);
// All but what the header has.
void write_new_link(netlink::AttributeWriter& writer, const NewLink& link);

}  // namespace sinfonia::route
