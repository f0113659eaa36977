#include "wireguard/encode.hpp"

#include <arpa/inet.h>

#include "generic/family.hpp"
#include "wireguard/attributes.hpp"

namespace sinfonia::wireguard {
namespace {

using netlink::MessageWriter;
using netlink::Request;

constexpr std::size_t attribute_size(std::size_t payload) {
  return netlink::align(netlink::kAttributeHeader + payload);
}

constexpr std::size_t kMostOfAllowedIp =
    attribute_size(0) + attribute_size(sizeof(std::uint16_t)) + attribute_size(sizeof(in6_addr)) +
    attribute_size(sizeof(std::uint8_t)) + attribute_size(sizeof(std::uint32_t));
// With one allowed-ip, so that every message gets on.
constexpr std::size_t kMostOfPeer =
    attribute_size(0) + 2 * attribute_size(WG_KEY_LEN) + attribute_size(sizeof(sockaddr_in6)) +
    2 * attribute_size(sizeof(std::uint32_t)) + attribute_size(sizeof(std::uint16_t)) + attribute_size(0) +
    kMostOfAllowedIp;

Request make_request(const char* name, std::uint8_t command, const LinkSelector& link, std::uint16_t family) {
  Request request = generic::make_request(name, kDeviceAttributes, family, command, WG_GENL_VERSION);
  if (const auto* const index = std::get_if<std::uint32_t>(&link)) {
    request.message.u32(WGDEVICE_A_IFINDEX, *index);
  } else {
    request.message.text(WGDEVICE_A_IFNAME, std::get<std::string>(link));
  }
  return request;
}

void write_device(MessageWriter& message, const DeviceChange& change) {
  if (change.flags != 0) message.u32(WGDEVICE_A_FLAGS, change.flags);
  if (change.private_key) message.data(WGDEVICE_A_PRIVATE_KEY, change.private_key->bytes());
  if (change.listen_port) message.u16(WGDEVICE_A_LISTEN_PORT, *change.listen_port);
  if (change.fwmark) message.u32(WGDEVICE_A_FWMARK, *change.fwmark);
}

netlink::Bytes bytes_of(std::uint16_t family, const AddressBytes& address) {
  return netlink::Bytes(address).first(family == AF_INET ? sizeof(in_addr) : sizeof(in6_addr));
}

template <typename Structure>
void write_structure(MessageWriter& message, std::uint16_t type, const Structure& value) {
  message.data(type, std::as_bytes(std::span(&value, 1)));
}

void write_endpoint(MessageWriter& message, const Endpoint& endpoint) {
  const netlink::Bytes address = bytes_of(endpoint.family, endpoint.address);
  if (endpoint.family == AF_INET) {
    sockaddr_in socket_address{};
    socket_address.sin_family = AF_INET;
    socket_address.sin_port = htons(endpoint.port);
    std::memcpy(&socket_address.sin_addr, address.data(), address.size());
    write_structure(message, WGPEER_A_ENDPOINT, socket_address);
  } else {
    sockaddr_in6 socket_address{};
    socket_address.sin6_family = AF_INET6;
    socket_address.sin6_port = htons(endpoint.port);
    socket_address.sin6_scope_id = endpoint.scope;
    std::memcpy(&socket_address.sin6_addr, address.data(), address.size());
    write_structure(message, WGPEER_A_ENDPOINT, socket_address);
  }
}

// What goes into the first message that has this peer.
void write_once(MessageWriter& message, const PeerChange& peer) {
  if (peer.preshared_key) message.data(WGPEER_A_PRESHARED_KEY, peer.preshared_key->bytes());
  if (peer.endpoint) write_endpoint(message, *peer.endpoint);
  if (peer.persistent_keepalive)
    message.u16(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, *peer.persistent_keepalive);
  if (peer.protocol_version) message.u32(WGPEER_A_PROTOCOL_VERSION, *peer.protocol_version);
}

void write_allowed_ip(MessageWriter& message, const AllowedIp& allowed) {
  message.nest(0, [&] {
    message.u16(WGALLOWEDIP_A_FAMILY, allowed.family);
    message.data(WGALLOWEDIP_A_IPADDR, bytes_of(allowed.family, allowed.address));
    message.u8(WGALLOWEDIP_A_CIDR_MASK, allowed.prefix_length);
    // Before Linux 6.16 the kernel refuses the attribute, whatever its value.
    if (allowed.flags != 0) message.u32(WGALLOWEDIP_A_FLAGS, allowed.flags);
  });
}

void write_peer(MessageWriter& message, const PeerChange& peer, std::size_t& at, std::size_t size) {
  message.data(WGPEER_A_PUBLIC_KEY, peer.public_key);
  // Going on must not bring back a peer that somebody has removed meanwhile.
  const std::uint32_t flags = at == 0 ? peer.flags : std::uint32_t{WGPEER_F_UPDATE_ONLY};
  if (flags != 0) message.u32(WGPEER_A_FLAGS, flags);
  if (at == 0) write_once(message, peer);
  if (peer.allowed_ips.empty()) return;
  message.nest(WGPEER_A_ALLOWEDIPS, [&] {
    while (at < peer.allowed_ips.size() && message.bytes().size() + kMostOfAllowedIp <= size) {
      write_allowed_ip(message, peer.allowed_ips[at++]);
    }
  });
}

void write_peers(MessageWriter& message, const std::vector<PeerChange>& peers, Place& place,
                 std::size_t size) {
  while (place.peer < peers.size() && message.bytes().size() + kMostOfPeer <= size) {
    const PeerChange& peer = peers[place.peer];
    message.nest(0, [&] { write_peer(message, peer, place.allowed_ip, size); });
    if (place.allowed_ip < peer.allowed_ips.size()) return;
    ++place.peer;
    place.allowed_ip = 0;
  }
}

}  // namespace

Request encode_get(const LinkSelector& link, std::uint16_t family) {
  return make_request("WG_CMD_GET_DEVICE", WG_CMD_GET_DEVICE, link, family);
}

bool has_more(const DeviceChange& change, const Place& place) {
  return place.first || place.peer < change.peers.size();
}

Request encode_set(const DeviceChange& change, std::uint16_t family, Place& place, std::size_t size) {
  Request request = make_request("WG_CMD_SET_DEVICE", WG_CMD_SET_DEVICE, change.link, family);
  if (place.first) write_device(request.message, change);
  place.first = false;
  if (place.peer < change.peers.size()) {
    request.message.nest(WGDEVICE_A_PEERS, [&] { write_peers(request.message, change.peers, place, size); });
  }
  return request;
}

}  // namespace sinfonia::wireguard
