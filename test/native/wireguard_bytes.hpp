// WireGuard as tests write it.
#pragma once

#include <arpa/inet.h>
#include <linux/genetlink.h>

#include "wire_bytes.hpp"
#include "wireguard/model.hpp"

namespace sinfonia::test {

inline constexpr std::uint16_t kWireGuard = 28;

// A key of 32 equal bytes.
inline ByteVector key(int byte) { return ByteVector(WG_KEY_LEN, static_cast<std::byte>(byte)); }

inline ByteVector nested(std::uint16_t type, const ByteVector& payload) {
  return attribute(type | NLA_F_NESTED, payload);
}

inline ByteVector wireguard_message(std::uint32_t sequence, const ByteVector& attributes) {
  return message(kWireGuard, NLM_F_MULTI, sequence,
                 bytes_of(genlmsghdr{WG_CMD_GET_DEVICE, WG_GENL_VERSION, 0}) + attributes);
}

// 10.0.0.N/32.
inline ByteVector allowed_ip(const char* last) {
  return nested(0, attribute(WGALLOWEDIP_A_FAMILY, bytes("02 00")) +
                       attribute(WGALLOWEDIP_A_IPADDR, bytes("0a 00 00") + bytes(last)) +
                       attribute(WGALLOWEDIP_A_CIDR_MASK, bytes("20")));
}

inline ByteVector family_answer(std::uint32_t sequence, const ByteVector& id = bytes("1c 00")) {
  return message(GENL_ID_CTRL, 0, sequence,
                 bytes_of(genlmsghdr{CTRL_CMD_NEWFAMILY, 2, 0}) + attribute(CTRL_ATTR_FAMILY_ID, id));
}

}  // namespace sinfonia::test
