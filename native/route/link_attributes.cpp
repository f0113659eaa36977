#include "route/link_attributes.hpp"

#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <linux/veth.h>

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::route {
namespace {

using netlink::AttributeName;
using netlink::AttributeTable;

constexpr AttributeName kProperties[] = {SINFONIA_NAME(IFLA_ALT_IFNAME)};
constexpr AttributeTable kPropertiesTable{kProperties};

// The same table for each kind, but for what is inside IFLA_INFO_DATA.
template <const AttributeTable* kind_data>
struct LinkNames {
  static constexpr AttributeName kInformation[] = {
      SINFONIA_NAME(IFLA_INFO_KIND),
      {IFLA_INFO_DATA, "IFLA_INFO_DATA", kind_data},
      SINFONIA_NAME(IFLA_INFO_SLAVE_KIND),
      SINFONIA_NAME(IFLA_INFO_SLAVE_DATA),
  };
  static constexpr AttributeTable kInformationTable{kInformation};
  static constexpr AttributeName kLink[] = {
      SINFONIA_NAME(IFLA_ADDRESS),
      SINFONIA_NAME(IFLA_BROADCAST),
      SINFONIA_NAME(IFLA_IFNAME),
      SINFONIA_NAME(IFLA_MTU),
      SINFONIA_NAME(IFLA_LINK),
      SINFONIA_NAME(IFLA_MASTER),
      SINFONIA_NAME(IFLA_TXQLEN),
      SINFONIA_NAME(IFLA_OPERSTATE),
      SINFONIA_NAME(IFLA_LINKMODE),
      SINFONIA_NAME(IFLA_NET_NS_PID),
      SINFONIA_NAME(IFLA_IFALIAS),
      SINFONIA_NAME(IFLA_AF_SPEC),
      SINFONIA_NAME(IFLA_GROUP),
      SINFONIA_NAME(IFLA_NET_NS_FD),
      SINFONIA_NAME(IFLA_EXT_MASK),
      SINFONIA_NAME(IFLA_NUM_TX_QUEUES),
      SINFONIA_NAME(IFLA_NUM_RX_QUEUES),
      SINFONIA_NAME(IFLA_LINK_NETNSID),
      SINFONIA_NAME(IFLA_TARGET_NETNSID),
      SINFONIA_NAME(IFLA_ALT_IFNAME),
      SINFONIA_NAME(IFLA_NEW_IFINDEX),
      {IFLA_LINKINFO, "IFLA_LINKINFO", &kInformationTable},
      {IFLA_PROP_LIST, "IFLA_PROP_LIST", &kPropertiesTable},
  };
};

constexpr AttributeTable kPeer{LinkNames<nullptr>::kLink, sizeof(ifinfomsg)};
constexpr AttributeName kVethNames[] = {{VETH_INFO_PEER, "VETH_INFO_PEER", &kPeer}};
constexpr AttributeTable kVeth{kVethNames};

constexpr AttributeName kVlanNames[] = {
    SINFONIA_NAME(IFLA_VLAN_ID),         SINFONIA_NAME(IFLA_VLAN_FLAGS),
    SINFONIA_NAME(IFLA_VLAN_EGRESS_QOS), SINFONIA_NAME(IFLA_VLAN_INGRESS_QOS),
    SINFONIA_NAME(IFLA_VLAN_PROTOCOL),
};
constexpr AttributeTable kVlan{kVlanNames};

constexpr AttributeName kBridgeNames[] = {
    SINFONIA_NAME(IFLA_BR_FORWARD_DELAY),  SINFONIA_NAME(IFLA_BR_HELLO_TIME),
    SINFONIA_NAME(IFLA_BR_MAX_AGE),        SINFONIA_NAME(IFLA_BR_AGEING_TIME),
    SINFONIA_NAME(IFLA_BR_STP_STATE),      SINFONIA_NAME(IFLA_BR_PRIORITY),
    SINFONIA_NAME(IFLA_BR_VLAN_FILTERING), SINFONIA_NAME(IFLA_BR_VLAN_DEFAULT_PVID),
    SINFONIA_NAME(IFLA_BR_MCAST_SNOOPING),
};
constexpr AttributeTable kBridge{kBridgeNames};

constexpr AttributeName kMacvlanNames[] = {SINFONIA_NAME(IFLA_MACVLAN_MODE),
                                           SINFONIA_NAME(IFLA_MACVLAN_FLAGS)};
constexpr AttributeTable kMacvlan{kMacvlanNames};

constexpr AttributeName kIpvlanNames[] = {SINFONIA_NAME(IFLA_IPVLAN_MODE), SINFONIA_NAME(IFLA_IPVLAN_FLAGS)};
constexpr AttributeTable kIpvlan{kIpvlanNames};

constexpr AttributeName kVrfNames[] = {SINFONIA_NAME(IFLA_VRF_TABLE)};
constexpr AttributeTable kVrf{kVrfNames};

}  // namespace

const AttributeTable link_attributes{LinkNames<nullptr>::kLink};
const AttributeTable veth_link_attributes{LinkNames<&kVeth>::kLink};
const AttributeTable vlan_link_attributes{LinkNames<&kVlan>::kLink};
const AttributeTable bridge_link_attributes{LinkNames<&kBridge>::kLink};
const AttributeTable macvlan_link_attributes{LinkNames<&kMacvlan>::kLink};
const AttributeTable ipvlan_link_attributes{LinkNames<&kIpvlan>::kLink};
const AttributeTable vrf_link_attributes{LinkNames<&kVrf>::kLink};

}  // namespace sinfonia::route
