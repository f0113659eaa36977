// Asks the kernel for WireGuard links, and changes them.
#pragma once

#include "generic/family.hpp"
#include "netlink/conversation.hpp"
#include "wireguard/model.hpp"

namespace sinfonia::wireguard {

// Over a conversation of NETLINK_GENERIC. No key is left in what the conversation remembers.
netlink::Result<Device> get_device(netlink::Conversation& conversation, generic::FamilyCache& families,
                                   const LinkSelector& link);
// In as many messages as it takes. The failure tells when some of it has been done.
netlink::Refusal set_device(netlink::Conversation& conversation, generic::FamilyCache& families,
                            const DeviceChange& change);

}  // namespace sinfonia::wireguard
