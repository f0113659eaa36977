// Links: RTM_GETLINK, RTM_NEWLINK, RTM_SETLINK, RTM_DELLINK of rtnetlink(7).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "netlink/conversation.hpp"
#include "route/kinds/bridge.hpp"
#include "route/kinds/ipvlan.hpp"
#include "route/kinds/macvlan.hpp"
#include "route/kinds/other.hpp"
#include "route/kinds/tun.hpp"
#include "route/kinds/veth.hpp"
#include "route/kinds/vlan.hpp"
#include "route/kinds/vrf.hpp"
#include "route/link_statistics.hpp"

namespace sinfonia::route {

// What only links of one kind have.
using KindOptions = std::variant<std::monostate, Veth, Vlan, Bridge, Macvlan, Ipvlan, Vrf, Tun, OtherKind>;

struct Link {
  std::uint32_t index = 0;
  std::string name;
  std::optional<std::string> kind;
  // ARPHRD_….
  std::uint16_t type = 0;
  // IFF_….
  std::uint32_t flags = 0;
  std::uint32_t mtu = 0;
  // IF_OPER_….
  std::uint8_t operational_state = 0;
  std::optional<std::vector<std::byte>> hardware_address;
  std::optional<std::uint32_t> lower;
  // The lower one is in another namespace.
  bool lower_elsewhere = false;
  std::optional<std::uint32_t> master;
  // Never Veth: its peer is the lower one.
  KindOptions options;
  std::vector<std::string> alternative_names;
  std::optional<std::string> alias;
  std::uint32_t group = 0;
  std::uint32_t transmit_queue_length = 0;
  // Where asked for.
  std::optional<LinkStatistics> statistics;
};

// An index, or a name; one longer than IFNAMSIZ allows is an alternative one.
using LinkSelector = std::variant<std::uint32_t, std::string>;

struct LinkCreation {
  std::string name;
  // "wireguard", "bridge", "dummy" … need nothing but their name.
  std::string kind;
  KindOptions options;
  std::optional<std::uint32_t> mtu;
  bool up = false;
  // Where it is born, by descriptor.
  std::optional<int> name_space;
  // IFLA_LINK, by index.
  std::optional<std::uint32_t> lower;
  std::optional<std::uint32_t> master;
  std::optional<std::uint32_t> group;
  std::optional<std::vector<std::byte>> hardware_address;
};

// What is absent stays as it is. More than one in a message are not applied all or none.
struct LinkChange {
  std::optional<bool> up;
  std::optional<std::uint32_t> mtu;
  std::optional<std::string> name;
  std::optional<int> name_space;
  // 0: none.
  std::optional<std::uint32_t> master;
  std::optional<std::uint32_t> group;
  std::optional<std::vector<std::byte>> hardware_address;
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

}  // namespace sinfonia::route
