// What the kernel tells of a WireGuard link, and what it can be told: <linux/wireguard.h>.
#pragma once

#include <linux/wireguard.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "netlink/wire.hpp"
#include "system/secret_memory.hpp"

namespace sinfonia::wireguard {

// By index or by name.
using LinkSelector = std::variant<std::uint32_t, std::string>;

using PublicKey = std::array<std::byte, WG_KEY_LEN>;

// A private or preshared key; wiped when it goes. All zeros: none.
class SecretKey {
 public:
  SecretKey() = default;
  // The bytes must be WG_KEY_LEN.
  explicit SecretKey(netlink::Bytes bytes) { std::copy_n(bytes.begin(), bytes_.size(), bytes_.begin()); }
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey() { system::wipe(bytes_); }

  [[nodiscard]] netlink::Bytes bytes() const { return bytes_; }
  [[nodiscard]] bool is_zero() const {
    return std::all_of(bytes_.begin(), bytes_.end(), [](std::byte byte) { return byte == std::byte{0}; });
  }

 private:
  std::array<std::byte, WG_KEY_LEN> bytes_{};
};

// AF_INET: the first 4 bytes.
using AddressBytes = std::array<std::byte, 16>;

struct Endpoint {
  // AF_INET or AF_INET6.
  std::uint16_t family = 0;
  // In the order of this machine.
  std::uint16_t port = 0;
  AddressBytes address{};
  // The index of the link that a link-local address belongs to.
  std::uint32_t scope = 0;
};

struct AllowedIp {
  // AF_INET or AF_INET6.
  std::uint16_t family = 0;
  std::uint8_t prefix_length = 0;
  AddressBytes address{};
  // WGALLOWEDIP_F_…; the kernel never tells any.
  std::uint32_t flags = 0;
};

// Since 1970.
struct Time {
  std::int64_t seconds = 0;
  std::int64_t nanoseconds = 0;
};

struct Peer {
  PublicKey public_key{};
  std::optional<SecretKey> preshared_key;
  std::optional<Endpoint> endpoint;
  // Seconds; 0: off.
  std::uint16_t persistent_keepalive = 0;
  std::optional<Time> last_handshake;
  std::uint64_t received_bytes = 0;
  std::uint64_t sent_bytes = 0;
  std::uint32_t protocol_version = 0;
  std::vector<AllowedIp> allowed_ips;
};

struct Device {
  std::uint32_t index = 0;
  std::string name;
  std::optional<SecretKey> private_key;
  std::optional<PublicKey> public_key;
  std::uint16_t listen_port = 0;
  // 0: none.
  std::uint32_t fwmark = 0;
  std::vector<Peer> peers;

  void forget_secrets();
};

// What is absent stays as it is.
struct PeerChange {
  PublicKey public_key{};
  // WGPEER_F_….
  std::uint32_t flags = 0;
  std::optional<SecretKey> preshared_key;
  std::optional<Endpoint> endpoint;
  std::optional<std::uint16_t> persistent_keepalive;
  std::optional<std::uint32_t> protocol_version;
  std::vector<AllowedIp> allowed_ips;
};

struct DeviceChange {
  LinkSelector link;
  // WGDEVICE_F_….
  std::uint32_t flags = 0;
  std::optional<SecretKey> private_key;
  // 0: one that the kernel chooses.
  std::optional<std::uint16_t> listen_port;
  std::optional<std::uint32_t> fwmark;
  std::vector<PeerChange> peers;
};

}  // namespace sinfonia::wireguard
