// Links between whose ports Ethernet frames are forwarded: IEEE 802.1D.
#pragma once

#include <cstdint>
#include <optional>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

// What is absent is the kernel's default. Times are hundredths of a second (USER_HZ).
struct Bridge {
  std::optional<std::uint32_t> forward_delay;
  std::optional<std::uint32_t> hello_time;
  std::optional<std::uint32_t> max_age;
  std::optional<std::uint32_t> ageing_time;
  // 1: the spanning tree protocol runs in the kernel, 2: elsewhere.
  std::optional<std::uint32_t> stp_state;
  std::optional<std::uint16_t> priority;
  std::optional<std::uint8_t> vlan_filtering;
  std::optional<std::uint16_t> vlan_default_pvid;
  std::optional<std::uint8_t> multicast_snooping;
};

// What is inside IFLA_INFO_DATA.
void write_kind(netlink::AttributeWriter& writer, const Bridge& bridge);
// One attribute of it; false: it is none that has a name here.
bool read_kind(netlink::AttributeReader& reader, Bridge& bridge);

}  // namespace sinfonia::route
