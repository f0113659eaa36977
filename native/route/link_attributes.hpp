// The names of IFLA_…, for the errors of the kernel: <linux/if_link.h>.
#pragma once

#include "netlink/attribute_path.hpp"

namespace sinfonia::route {

// A link's; what is inside IFLA_INFO_DATA has names where its kind has a file here.
extern const netlink::AttributeTable link_attributes;
extern const netlink::AttributeTable veth_link_attributes;
extern const netlink::AttributeTable vlan_link_attributes;
extern const netlink::AttributeTable bridge_link_attributes;
extern const netlink::AttributeTable macvlan_link_attributes;
extern const netlink::AttributeTable ipvlan_link_attributes;
extern const netlink::AttributeTable vrf_link_attributes;

}  // namespace sinfonia::route
