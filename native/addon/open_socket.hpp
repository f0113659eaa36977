// Opens netlink sockets and devices, in whatever network namespace.
#pragma once

#include "addon/channel.hpp"
#include "namespace/handle.hpp"
#include "system/result.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::addon {

// In this namespace: a short-lived thread enters it, or where that takes CAP_SYS_ADMIN a child that enters
// the user namespace first.
system::Result<system::UniqueFd> open_socket_in(system::UniqueFd name_space, int protocol);

// In the namespace of this one. Needs CAP_NET_ADMIN over it.
system::Result<system::UniqueFd> open_socket_beside(int socket, int protocol);

// A device for reading and writing, opened from the namespace of a conversation: "open" where that is
// refused.
system::Result<system::UniqueFd> open_device_at(const Origin& origin, const char* path);

}  // namespace sinfonia::addon
