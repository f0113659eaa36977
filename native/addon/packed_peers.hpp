// WireGuard peers as they cross between C++ and JavaScript: in one array of bytes, which is faster than an
// object a peer and can be wiped. src/addon/packed-peers.ts is the other end; numbers in this machine's
// order.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "wireguard/model.hpp"

namespace sinfonia::addon {

[[nodiscard]] std::size_t packed_size(const std::vector<wireguard::Peer>& peers);
// `bytes` must be of the size above.
void pack_peers(const std::vector<wireguard::Peer>& peers, std::span<std::byte> bytes);
// nullopt: malformed.
std::optional<std::vector<wireguard::PeerChange>> unpack_peers(netlink::Bytes bytes);

}  // namespace sinfonia::addon
