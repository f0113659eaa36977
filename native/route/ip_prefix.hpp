// A network: an address, and how many of its bits count.
#pragma once

#include "route/ip_address.hpp"

namespace sinfonia::route {

struct IpPrefix {
  IpAddress address;
  std::uint8_t length = 0;

  friend bool operator==(const IpPrefix&, const IpPrefix&) = default;
};

}  // namespace sinfonia::route
