#include "wireguard/decode.hpp"

#include <arpa/inet.h>
#include <linux/genetlink.h>

#include <iterator>

#include "netlink/attribute_reader.hpp"

namespace sinfonia::wireguard {
namespace {

using netlink::AttributeReader;
using netlink::Bytes;
using netlink::Failure;
using netlink::Message;
using netlink::Refusal;

void fail(AttributeReader& reader, const char* what) {
  reader.fail("attribute " + std::to_string(reader.type()) + " is no " + what);
}

bool is_key(AttributeReader& reader) {
  const bool fits = reader.payload().size() == WG_KEY_LEN;
  if (!fits) fail(reader, "key");
  return fits;
}

PublicKey read_public_key(AttributeReader& reader) {
  PublicKey key{};
  if (is_key(reader)) std::copy_n(reader.payload().begin(), key.size(), key.begin());
  return key;
}

std::optional<SecretKey> read_secret_key(AttributeReader& reader) {
  if (!is_key(reader)) return std::nullopt;
  SecretKey key(reader.payload());
  return key.is_zero() ? std::nullopt : std::optional(key);
}

Endpoint read_endpoint(AttributeReader& reader) {
  Endpoint endpoint;
  sockaddr_in v4{};
  sockaddr_in6 v6{};
  // Both begin with their family.
  if (!netlink::read_structure(reader.payload(), endpoint.family)) endpoint.family = AF_UNSPEC;
  if (endpoint.family == AF_INET && netlink::read_structure(reader.payload(), v4)) {
    endpoint.port = ntohs(v4.sin_port);
    std::memcpy(endpoint.address.data(), &v4.sin_addr, sizeof v4.sin_addr);
  } else if (endpoint.family == AF_INET6 && netlink::read_structure(reader.payload(), v6)) {
    endpoint.port = ntohs(v6.sin6_port);
    endpoint.scope = v6.sin6_scope_id;
    std::memcpy(endpoint.address.data(), &v6.sin6_addr, sizeof v6.sin6_addr);
  } else {
    fail(reader, "endpoint");
  }
  return endpoint;
}

// struct __kernel_timespec, in the width of the kernel's long before Linux 5.6's final form.
std::optional<Time> read_time(AttributeReader& reader) {
  Time time;
  std::int32_t narrow[2]{};
  if (reader.payload().size() == sizeof time) {
    std::memcpy(&time, reader.payload().data(), sizeof time);
  } else if (reader.payload().size() == sizeof narrow) {
    std::memcpy(narrow, reader.payload().data(), sizeof narrow);
    time = {narrow[0], narrow[1]};
  } else {
    fail(reader, "time");
  }
  return time.seconds == 0 && time.nanoseconds == 0 ? std::nullopt : std::optional(time);
}

void read_ip(AttributeReader& reader, AllowedIp& allowed, std::size_t& size) {
  size = reader.payload().size();
  if (size > allowed.address.size()) return fail(reader, "address");
  std::copy_n(reader.payload().begin(), size, allowed.address.begin());
}

AllowedIp read_allowed_ip(AttributeReader& reader) {
  AllowedIp allowed;
  std::size_t size = 0;
  while (reader.next()) {
    if (reader.type() == WGALLOWEDIP_A_FAMILY) allowed.family = reader.u16();
    if (reader.type() == WGALLOWEDIP_A_IPADDR) read_ip(reader, allowed, size);
    if (reader.type() == WGALLOWEDIP_A_CIDR_MASK) allowed.prefix_length = reader.u8();
  }
  const bool v4 = allowed.family == AF_INET && size == sizeof(in_addr) && allowed.prefix_length <= 32;
  const bool v6 = allowed.family == AF_INET6 && size == sizeof(in6_addr) && allowed.prefix_length <= 128;
  if (reader.ok() && !v4 && !v6) reader.fail("it is no network");
  return allowed;
}

void read_allowed_ips(AttributeReader& reader, std::vector<AllowedIp>& allowed_ips) {
  while (reader.next()) {
    reader.nest([&](AttributeReader& inner) { allowed_ips.push_back(read_allowed_ip(inner)); });
  }
}

void read_peer_attribute(AttributeReader& reader, Peer& peer, bool& has_key) {
  switch (reader.type()) {
    case WGPEER_A_PUBLIC_KEY:
      peer.public_key = read_public_key(reader);
      has_key = true;
      break;
    case WGPEER_A_PRESHARED_KEY:
      peer.preshared_key = read_secret_key(reader);
      break;
    case WGPEER_A_ENDPOINT:
      peer.endpoint = read_endpoint(reader);
      break;
    case WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL:
      peer.persistent_keepalive = reader.u16();
      break;
    case WGPEER_A_LAST_HANDSHAKE_TIME:
      peer.last_handshake = read_time(reader);
      break;
    case WGPEER_A_RX_BYTES:
      peer.received_bytes = reader.u64();
      break;
    case WGPEER_A_TX_BYTES:
      peer.sent_bytes = reader.u64();
      break;
    case WGPEER_A_ALLOWEDIPS:
      reader.nest([&](AttributeReader& inner) { read_allowed_ips(inner, peer.allowed_ips); });
      break;
    case WGPEER_A_PROTOCOL_VERSION:
      peer.protocol_version = reader.u32();
      break;
    default:
      break;
  }
}

void read_peer(AttributeReader& reader, std::vector<Peer>& peers) {
  Peer peer;
  bool has_key = false;
  while (reader.next()) read_peer_attribute(reader, peer, has_key);
  if (reader.ok() && !has_key) reader.fail("a peer has no public key");
  if (!peers.empty() && peers.back().public_key == peer.public_key) {
    std::vector<AllowedIp>& all = peers.back().allowed_ips;
    all.insert(all.end(), peer.allowed_ips.begin(), peer.allowed_ips.end());
  } else {
    peers.push_back(std::move(peer));
  }
}

void read_device_attribute(AttributeReader& reader, Device& device) {
  switch (reader.type()) {
    case WGDEVICE_A_IFINDEX:
      device.index = reader.u32();
      break;
    case WGDEVICE_A_IFNAME:
      device.name = reader.text();
      break;
    case WGDEVICE_A_PRIVATE_KEY:
      device.private_key = read_secret_key(reader);
      break;
    case WGDEVICE_A_PUBLIC_KEY:
      device.public_key = read_public_key(reader);
      break;
    case WGDEVICE_A_LISTEN_PORT:
      device.listen_port = reader.u16();
      break;
    case WGDEVICE_A_FWMARK:
      device.fwmark = reader.u32();
      break;
    case WGDEVICE_A_PEERS:
      reader.nest([&](AttributeReader& list) {
        while (list.next()) list.nest([&](AttributeReader& peer) { read_peer(peer, device.peers); });
      });
      break;
    default:
      break;
  }
}

}  // namespace

void Device::forget_secrets() {
  private_key.reset();
  for (Peer& peer : peers) peer.preshared_key.reset();
}

Refusal decode_part(const Message& message, std::uint16_t family, Device& device) {
  genlmsghdr header{};
  if (message.header.nlmsg_type != family || !netlink::read_structure(message.payload, header)) {
    return Failure(EBADMSG, "WG_CMD_GET_DEVICE", "the answer is no WireGuard link");
  }
  AttributeReader reader(netlink::behind(message.payload, sizeof header));
  while (reader.next()) read_device_attribute(reader, device);
  if (!reader.ok()) return Failure(EBADMSG, "WG_CMD_GET_DEVICE", reader.problem());
  return std::nullopt;
}

}  // namespace sinfonia::wireguard
