// Neighbours, the caches of ARP and NDP: RTM_GETNEIGH, RTM_NEWNEIGH, RTM_DELNEIGH of rtnetlink(7), RFC 4861.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/ip_address.hpp"

namespace sinfonia::route {

// Of struct nda_cacheinfo; the times are hundredths of a second (USER_HZ) that have passed since.
struct NeighbourCache {
  std::uint32_t confirmed = 0;
  std::uint32_t used = 0;
  std::uint32_t updated = 0;
  std::uint32_t references = 0;
};

struct Neighbour {
  std::uint32_t link = 0;
  IpAddress address;
  std::optional<std::vector<std::byte>> hardware_address;
  // NUD_….
  std::uint16_t state = 0;
  // NTF_…: NTF_PROXY is what makes it an entry of the other list.
  std::uint8_t flags = 0;
  // RTN_…: local, multicast ….
  std::uint8_t type = 0;
  // RTPROT_…, where somebody has told.
  std::optional<std::uint8_t> protocol;
  // NTF_EXT_…: Linux 5.16.
  std::uint32_t extended_flags = 0;
  std::optional<NeighbourCache> cache;
  // How often it has been asked since it last answered.
  std::optional<std::uint32_t> probes;
  std::optional<std::uint16_t> vlan;
  std::optional<std::uint32_t> master;
};

// Which neighbours: of a family, or AF_UNSPEC; of a link, or 0. `proxies`: the addresses that this host
// answers for, in place of what it knows.
struct NeighbourFilter {
  std::uint8_t family = 0;
  std::uint32_t link = 0;
  bool proxies = false;
};

netlink::Result<std::vector<Neighbour>> list_neighbours(netlink::Conversation& conversation,
                                                        const NeighbourFilter& filter);
// Linux 5.0. Of link, address and NTF_PROXY.
netlink::Result<Neighbour> get_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour);
netlink::Refusal add_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour);
// Whether it is there or not.
netlink::Refusal replace_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour);
netlink::Refusal delete_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour);

// nullopt: of a family that is neither IPv4 nor IPv6.
netlink::Result<std::optional<Neighbour>> read_neighbour(const netlink::Message& message);
netlink::Request neighbour_addition_request(const Neighbour& neighbour);
netlink::Request neighbour_list_request(const NeighbourFilter& filter);

}  // namespace sinfonia::route
