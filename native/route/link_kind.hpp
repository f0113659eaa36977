// What only links of one kind have: what is inside IFLA_INFO_DATA.
#pragma once

#include <cstddef>
#include <string>
#include <variant>
#include <vector>

#include "netlink/attribute_path.hpp"
#include "route/kinds/bridge.hpp"
#include "route/kinds/ipvlan.hpp"
#include "route/kinds/macvlan.hpp"
#include "route/kinds/tun.hpp"
#include "route/kinds/veth.hpp"
#include "route/kinds/vlan.hpp"
#include "route/kinds/vrf.hpp"

namespace sinfonia::route {

using KindOptions = std::variant<std::monostate, Veth, Vlan, Bridge, Macvlan, Ipvlan, Vrf, Tun>;

struct LinkKind {
  // "wireguard", "bridge", "dummy" … need nothing but their name.
  std::string name;
  // Told: never Veth, its peer is the lower link.
  KindOptions options;
  // Whatever else there is, as attributes one after another.
  std::vector<std::byte> attributes;
};

// IFLA_INFO_KIND and IFLA_INFO_DATA.
void write_link_kind(netlink::AttributeWriter& writer, const LinkKind& kind);
// From IFLA_INFO_DATA, of which the kernel tells behind the name.
void read_kind_data(netlink::AttributeReader& reader, LinkKind& kind);
// The names of a link's attributes, for errors.
const netlink::AttributeTable& attributes_of(const KindOptions& options);

}  // namespace sinfonia::route
