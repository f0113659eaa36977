// Addresses of links: RTM_GETADDR, RTM_NEWADDR, RTM_DELADDR of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/ip_address.hpp"

namespace sinfonia::route {

// Seconds from now on.
struct AddressLifetime {
  static constexpr std::uint32_t kForever = UINT32_MAX;

  // How long it may be the source of new connections.
  std::uint32_t preferred = kForever;
  std::uint32_t valid = kForever;
};

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
  // IFA_LABEL, of IPv4 alone.
  std::optional<std::string> label;
  // IFA_RT_PRIORITY: of the route to its network.
  std::optional<std::uint32_t> metric;
  // IFA_PROTO, IFAPROT_…: Linux 5.18.
  std::optional<std::uint8_t> protocol;
  AddressLifetime lifetime;
};

// Which addresses: of a family, or AF_UNSPEC; of a link, or 0. Before Linux 4.20 the kernel tells of all
// links.
struct AddressFilter {
  std::uint8_t family = 0;
  std::uint32_t link = 0;
};

netlink::Result<std::vector<LinkAddress>> list_addresses(netlink::Conversation& conversation,
                                                         const AddressFilter& filter);
netlink::Refusal add_address(netlink::Conversation& conversation, const LinkAddress& address);
// Whether it is there or not.
netlink::Refusal replace_address(netlink::Conversation& conversation, const LinkAddress& address);
// By link, address, prefix_length and peer.
netlink::Refusal delete_address(netlink::Conversation& conversation, const LinkAddress& address);

// nullopt: of a family that is neither IPv4 nor IPv6.
netlink::Result<std::optional<LinkAddress>> read_address(const netlink::Message& message);
netlink::Request address_addition_request(const LinkAddress& address);
netlink::Request address_list_request(const AddressFilter& filter);

}  // namespace sinfonia::route
