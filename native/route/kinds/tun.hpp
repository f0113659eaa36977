// Links whose other end is a program, by /dev/net/tun. Made by ioctl alone: netlink only tells of them.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attribute_reader.hpp"

namespace sinfonia::route {

struct Tun {
  // IFF_TUN or IFF_TAP of <linux/if_tun.h>.
  std::uint8_t mode = 0;
  std::optional<std::uint32_t> owner;
  std::optional<std::uint32_t> group;
  bool packet_information = false;
  bool vnet_header = false;
  bool multi_queue = false;
  // It outlives whoever has it open.
  bool persistent = false;
};

// What is inside IFLA_INFO_DATA.
// One attribute of it; false: it is none that has a name here.
bool read_kind(netlink::AttributeReader& reader, Tun& tun);

}  // namespace sinfonia::route
