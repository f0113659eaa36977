// Links: RTM_GETLINK, RTM_NEWLINK, RTM_SETLINK, RTM_DELLINK of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/link_kind.hpp"
#include "route/link_statistics.hpp"
#include "route/new_link.hpp"

namespace sinfonia::route {

// What is told of a link that is in another: of a bridge, a bond, a VRF.
struct Port {
  // "bridge".
  std::string kind;
  // What is inside IFLA_INFO_SLAVE_DATA.
  std::vector<std::byte> attributes;
};

// How much may go to and come from a link in one piece, to be cut and joined there. Absent: the kernel does
// not tell.
struct Segmentation {
  // Bytes.
  std::optional<std::uint32_t> gso_max_size;
  std::optional<std::uint32_t> gso_max_segments;
  // Linux 6.3.
  std::optional<std::uint32_t> gso_ipv4_max_size;
  // What the driver can: Linux 5.19.
  std::optional<std::uint32_t> tso_max_size;
  std::optional<std::uint32_t> tso_max_segments;
  // Linux 5.18.
  std::optional<std::uint32_t> gro_max_size;
  // Linux 6.3.
  std::optional<std::uint32_t> gro_ipv4_max_size;
};

// What a link of hardware is a part of.
struct Hardware {
  // "virtio", "virtio2": Linux 5.14.
  std::optional<std::string> bus;
  std::optional<std::string> device;
  std::optional<std::string> port_name;
  std::optional<std::vector<std::byte>> port_id;
  std::optional<std::vector<std::byte>> switch_id;
};

struct Link {
  std::uint32_t index = 0;
  std::string name;
  std::optional<LinkKind> kind;
  // ARPHRD_….
  std::uint16_t type = 0;
  // IFF_….
  std::uint32_t flags = 0;
  std::uint32_t mtu = 0;
  // 0: none.
  std::uint32_t min_mtu = 0;
  std::uint32_t max_mtu = 0;
  // IF_OPER_….
  std::uint8_t operational_state = 0;
  // IF_LINK_MODE_….
  std::uint8_t mode = 0;
  std::optional<std::vector<std::byte>> hardware_address;
  std::optional<std::vector<std::byte>> broadcast_address;
  std::optional<std::vector<std::byte>> permanent_address;
  std::optional<std::uint32_t> lower;
  // The number that this namespace has for the one in which the lower one is, -1: none; absent: it is here.
  std::optional<std::int32_t> lower_namespace;
  std::optional<std::uint32_t> master;
  std::optional<Port> port;
  std::vector<std::string> alternative_names;
  std::optional<std::string> alias;
  std::uint32_t group = 0;
  std::uint32_t transmit_queue_length = 0;
  std::uint32_t transmit_queues = 0;
  std::uint32_t receive_queues = 0;
  std::optional<std::string> queueing_discipline;
  // How many want to hear all of its wire.
  std::uint32_t promiscuity = 0;
  // How many want to hear all groups: Linux 6.0.
  std::optional<std::uint32_t> all_multicast;
  bool protocol_down = false;
  // IN6_ADDR_GEN_MODE_…; absent where it has no IPv6.
  std::optional<std::uint8_t> address_generation_mode;
  Segmentation segmentation;
  Hardware hardware;
  // Where asked for.
  std::optional<LinkStatistics> statistics;
};

// An index, or a name; one longer than IFNAMSIZ allows is an alternative one.
using LinkSelector = std::variant<std::uint32_t, std::string>;

struct LinkCreation {
  NewLink link;
  LinkKind kind;
  // IFLA_LINK, by index.
  std::optional<std::uint32_t> lower;
  std::optional<std::uint32_t> master;
};

// What is absent stays as it is. More than one in a message are not applied all or none.
struct LinkChange {
  FlagChange flags;
  std::optional<std::uint32_t> mtu;
  std::optional<std::string> name;
  std::shared_ptr<const system::UniqueFd> name_space;
  // 0: none.
  std::optional<std::uint32_t> master;
  std::optional<std::uint32_t> group;
  std::optional<std::uint32_t> transmit_queue_length;
  std::optional<std::vector<std::byte>> hardware_address;
  std::optional<std::vector<std::byte>> broadcast_address;
  // Empty: none.
  std::optional<std::string> alias;
  std::optional<bool> protocol_down;
  std::optional<std::uint8_t> address_generation_mode;
  // The kind must be that of the link.
  std::optional<LinkKind> kind;
  // For its master, whatever the kind says.
  std::optional<Port> port;
};

netlink::Result<Link> get_link(netlink::Conversation& conversation, const LinkSelector& selector,
                               bool statistics = false);
netlink::Result<std::vector<Link>> list_links(netlink::Conversation& conversation, bool statistics = false);
netlink::Refusal create_link(netlink::Conversation& conversation, const LinkCreation& creation);
netlink::Refusal set_link(netlink::Conversation& conversation, std::uint32_t index, const LinkChange& change);
netlink::Refusal delete_link(netlink::Conversation& conversation, std::uint32_t index);
// Linux 5.5.
netlink::Refusal add_alternative_name(netlink::Conversation& conversation, std::uint32_t index,
                                      const std::string& name);
netlink::Refusal delete_alternative_name(netlink::Conversation& conversation, std::uint32_t index,
                                         const std::string& name);

// The link that an RTM_NEWLINK tells of.
netlink::Result<Link> read_link(const netlink::Message& message);
netlink::Request link_creation_request(const LinkCreation& creation);
netlink::Request link_change_request(std::uint32_t index, const LinkChange& change);

}  // namespace sinfonia::route
