#include "addon/packed_peers.hpp"

#include <sys/socket.h>

namespace sinfonia::addon {
namespace {

using netlink::Bytes;
using wireguard::AllowedIp;
using wireguard::Endpoint;
using wireguard::Peer;
using wireguard::PeerChange;
using wireguard::SecretKey;

enum Present : std::uint32_t {
  kPresharedKey = 1U << 0U,
  kEndpoint = 1U << 1U,
  kPersistentKeepalive = 1U << 2U,
  kProtocolVersion = 1U << 3U,
};

// As many packed allowed-ips follow each peer.
struct PackedPeer {
  std::uint32_t flags = 0;
  std::uint32_t present = 0;
  std::uint16_t persistent_keepalive = 0;
  std::uint16_t endpoint_port = 0;
  std::uint32_t endpoint_scope = 0;
  std::uint32_t endpoint_version = 0;
  std::uint32_t protocol_version = 0;
  std::uint32_t allowed_ips = 0;
  std::uint32_t unused = 0;
  wireguard::AddressBytes endpoint_address{};
  wireguard::PublicKey public_key{};
  std::array<std::byte, WG_KEY_LEN> preshared_key{};
  // Milliseconds since 1970; 0: never.
  double last_handshake = 0;
  std::uint64_t received_bytes = 0;
  std::uint64_t sent_bytes = 0;
};
static_assert(sizeof(PackedPeer) == 136);

struct PackedAllowedIp {
  std::uint8_t version = 0;
  std::uint8_t prefix_length = 0;
  std::uint8_t flags = 0;
  std::uint8_t unused = 0;
  wireguard::AddressBytes address{};
};
static_assert(sizeof(PackedAllowedIp) == 20);

std::uint8_t version_of(std::uint16_t family) { return family == AF_INET ? 4 : 6; }
std::uint16_t family_of(std::uint32_t version) { return version == 4 ? AF_INET : AF_INET6; }
bool is_version(std::uint32_t version) { return version == 4 || version == 6; }

template <typename Structure>
std::span<std::byte> put(std::span<std::byte> bytes, const Structure& value) {
  std::memcpy(bytes.data(), &value, sizeof value);
  return bytes.subspan(sizeof value);
}

PackedPeer packed(const Peer& peer) {
  PackedPeer result;
  if (peer.preshared_key) {
    result.present |= kPresharedKey;
    std::memcpy(result.preshared_key.data(), peer.preshared_key->bytes().data(), WG_KEY_LEN);
  }
  if (peer.endpoint) {
    result.present |= kEndpoint;
    result.endpoint_version = version_of(peer.endpoint->family);
    result.endpoint_port = peer.endpoint->port;
    result.endpoint_scope = peer.endpoint->scope;
    result.endpoint_address = peer.endpoint->address;
  }
  result.persistent_keepalive = peer.persistent_keepalive;
  result.protocol_version = peer.protocol_version;
  result.allowed_ips = static_cast<std::uint32_t>(peer.allowed_ips.size());
  result.public_key = peer.public_key;
  if (peer.last_handshake) {
    result.last_handshake = static_cast<double>(peer.last_handshake->seconds) * 1e3 +
                            static_cast<double>(peer.last_handshake->nanoseconds) / 1e6;
  }
  result.received_bytes = peer.received_bytes;
  result.sent_bytes = peer.sent_bytes;
  return result;
}

std::optional<AllowedIp> unpack_allowed_ip(const PackedAllowedIp& found) {
  if (!is_version(found.version) || found.prefix_length > (found.version == 4 ? 32 : 128))
    return std::nullopt;
  return AllowedIp{family_of(found.version), found.prefix_length, found.address, found.flags};
}

std::optional<PeerChange> unpack_peer(const PackedPeer& found) {
  PeerChange peer;
  peer.public_key = found.public_key;
  peer.flags = found.flags;
  if ((found.present & kPresharedKey) != 0) peer.preshared_key = SecretKey(found.preshared_key);
  if ((found.present & kEndpoint) != 0) {
    if (!is_version(found.endpoint_version)) return std::nullopt;
    peer.endpoint = Endpoint{family_of(found.endpoint_version), found.endpoint_port, found.endpoint_address,
                             found.endpoint_scope};
  }
  if ((found.present & kPersistentKeepalive) != 0) peer.persistent_keepalive = found.persistent_keepalive;
  if ((found.present & kProtocolVersion) != 0) peer.protocol_version = found.protocol_version;
  return peer;
}

template <typename Structure>
bool take(Bytes& bytes, Structure& value) {
  if (!netlink::read_structure(bytes, value)) return false;
  bytes = bytes.subspan(sizeof value);
  return true;
}

}  // namespace

std::size_t packed_size(const std::vector<Peer>& peers) {
  std::size_t size = peers.size() * sizeof(PackedPeer);
  for (const Peer& peer : peers) size += peer.allowed_ips.size() * sizeof(PackedAllowedIp);
  return size;
}

void pack_peers(const std::vector<Peer>& peers, std::span<std::byte> bytes) {
  for (const Peer& peer : peers) {
    PackedPeer fixed = packed(peer);
    bytes = put(bytes, fixed);
    system::wipe(std::as_writable_bytes(std::span(fixed.preshared_key)));
    for (const AllowedIp& allowed : peer.allowed_ips) {
      bytes = put(bytes,
                  PackedAllowedIp{version_of(allowed.family), allowed.prefix_length, 0, 0, allowed.address});
    }
  }
}

std::optional<std::vector<PeerChange>> unpack_peers(Bytes bytes) {
  std::vector<PeerChange> peers;
  PackedPeer fixed;
  while (!bytes.empty()) {
    std::optional<PeerChange> peer;
    if (take(bytes, fixed)) peer = unpack_peer(fixed);
    system::wipe(std::as_writable_bytes(std::span(fixed.preshared_key)));
    if (!peer || bytes.size() / sizeof(PackedAllowedIp) < fixed.allowed_ips) return std::nullopt;
    peer->allowed_ips.reserve(fixed.allowed_ips);
    for (std::uint32_t i = 0; i < fixed.allowed_ips; ++i) {
      PackedAllowedIp found;
      if (!take(bytes, found)) return std::nullopt;
      const std::optional<AllowedIp> allowed = unpack_allowed_ip(found);
      if (!allowed) return std::nullopt;
      peer->allowed_ips.push_back(*allowed);
    }
    peers.push_back(std::move(*peer));
  }
  return peers;
}

}  // namespace sinfonia::addon
