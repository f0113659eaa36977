// Addresses of links: RTM_GETADDR, RTM_NEWADDR, RTM_DELADDR of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/ip_address.hpp"

namespace sinfonia::route {

struct LinkAddress {
  std::uint32_t link = 0;
  IpAddress address;
  std::uint8_t prefix_length = 0;
  // The other end of a point-to-point link.
  std::optional<IpAddress> peer;
  std::optional<IpAddress> broadcast;
  // RT_SCOPE_….
  std::uint8_t scope = 0;
  // IFA_F_….
  std::uint32_t flags = 0;
};

netlink::Result<std::vector<LinkAddress>> list_addresses(netlink::Conversation& conversation);
// Of link, address, prefix_length and peer; the rest is the kernel's to choose.
netlink::Refusal add_address(netlink::Conversation& conversation, const LinkAddress& address);
netlink::Refusal delete_address(netlink::Conversation& conversation, const LinkAddress& address);

// nullopt: of a family that is neither IPv4 nor IPv6.
netlink::Result<std::optional<LinkAddress>> read_address(const netlink::Message& message);

}  // namespace sinfonia::route
