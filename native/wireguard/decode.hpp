// Reads the answers to WG_CMD_GET_DEVICE.
#pragma once

#include "netlink/failure.hpp"
#include "netlink/message.hpp"
#include "wireguard/model.hpp"

namespace sinfonia::wireguard {

// Adds what one message of the answer tells. A peer whose allowed-ips go on there is put together again.
netlink::Refusal decode_part(const netlink::Message& message, std::uint16_t family, Device& device);

}  // namespace sinfonia::wireguard
