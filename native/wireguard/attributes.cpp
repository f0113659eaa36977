#include "wireguard/attributes.hpp"

#include <linux/wireguard.h>

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::wireguard {
namespace {

using netlink::AttributeName;
using netlink::AttributeTable;

constexpr AttributeName kAllowedIpNames[] = {
    SINFONIA_NAME(WGALLOWEDIP_A_FAMILY),
    SINFONIA_NAME(WGALLOWEDIP_A_IPADDR),
    SINFONIA_NAME(WGALLOWEDIP_A_CIDR_MASK),
    SINFONIA_NAME(WGALLOWEDIP_A_FLAGS),
};
constexpr AttributeTable kAllowedIpAttributes{kAllowedIpNames};
// The elements of a list have no number.
constexpr AttributeName kAllowedIpList[] = {{0, "allowed-ip", &kAllowedIpAttributes}};
constexpr AttributeTable kAllowedIps{kAllowedIpList};

constexpr AttributeName kPeerNames[] = {
    SINFONIA_NAME(WGPEER_A_PUBLIC_KEY),
    SINFONIA_NAME(WGPEER_A_PRESHARED_KEY),
    SINFONIA_NAME(WGPEER_A_FLAGS),
    SINFONIA_NAME(WGPEER_A_ENDPOINT),
    SINFONIA_NAME(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL),
    SINFONIA_NAME(WGPEER_A_LAST_HANDSHAKE_TIME),
    SINFONIA_NAME(WGPEER_A_RX_BYTES),
    SINFONIA_NAME(WGPEER_A_TX_BYTES),
    {WGPEER_A_ALLOWEDIPS, "WGPEER_A_ALLOWEDIPS", &kAllowedIps},
    SINFONIA_NAME(WGPEER_A_PROTOCOL_VERSION),
};
constexpr AttributeTable kPeerAttributes{kPeerNames};
constexpr AttributeName kPeerList[] = {{0, "peer", &kPeerAttributes}};
constexpr AttributeTable kPeers{kPeerList};

constexpr AttributeName kDeviceNames[] = {
    SINFONIA_NAME(WGDEVICE_A_IFINDEX),     SINFONIA_NAME(WGDEVICE_A_IFNAME),
    SINFONIA_NAME(WGDEVICE_A_PRIVATE_KEY), SINFONIA_NAME(WGDEVICE_A_PUBLIC_KEY),
    SINFONIA_NAME(WGDEVICE_A_FLAGS),       SINFONIA_NAME(WGDEVICE_A_LISTEN_PORT),
    SINFONIA_NAME(WGDEVICE_A_FWMARK),      {WGDEVICE_A_PEERS, "WGDEVICE_A_PEERS", &kPeers},
};

}  // namespace

const AttributeTable kDeviceAttributes{kDeviceNames};

}  // namespace sinfonia::wireguard
