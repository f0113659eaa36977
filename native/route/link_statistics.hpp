// What a link has counted since it was made: the beginning of struct rtnl_link_stats64.
#pragma once

#include <linux/if_link.h>

#include <array>
#include <cstddef>
#include <cstdint>

namespace sinfonia::route {

// In the order of <linux/if_link.h>, from rx_packets to tx_carrier_errors.
using LinkStatistics = std::array<std::uint64_t, 18>;
static_assert(offsetof(rtnl_link_stats64, tx_carrier_errors) == 17 * sizeof(std::uint64_t));

}  // namespace sinfonia::route
