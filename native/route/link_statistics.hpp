// What a link has counted since it was made: the beginning of struct rtnl_link_stats64.
#pragma once

#include <array>
#include <cstdint>

namespace sinfonia::route {

// In the order of <linux/if_link.h>, from rx_packets to tx_carrier_errors.
using LinkStatistics = std::array<std::uint64_t, 17>;

}  // namespace sinfonia::route
