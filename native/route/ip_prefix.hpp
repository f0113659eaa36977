// A network: an address, and how many of its bits count.
#pragma once

#include "route/ip_address.hpp"

namespace sinfonia::route {

struct IpPrefix {
  IpAddress address;
  std::uint8_t length = 0;

  friend bool operator==(const IpPrefix&, const IpPrefix&) = default;
};

// The address that the reader's attribute holds, and the length that the message's header told.
inline void read_prefix(netlink::AttributeReader& reader, std::uint8_t family, std::uint8_t length,
                        std::optional<IpPrefix>& into) {
  std::optional<IpAddress> address;
  read_ip(reader, family, address);
  if (address) into = IpPrefix{*address, length};
}

}  // namespace sinfonia::route
