// Opens a socket or device in a network namespace that belongs to a user namespace of the caller's.
#pragma once

#include "namespace/handle.hpp"
#include "system/result.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::name_space {

// socket(2) there, close-on-exec. A process may change its user namespace only while it has one thread: a
// child does it, and sends the socket back. Needs to be the owner of the user namespace, or to have
// CAP_SYS_ADMIN over it.
system::Result<system::UniqueFd> socket_by_envoy(const Handle& handle, int domain, int type, int protocol);

// The same with open(2) of a device for reading and writing, whose network namespace is that of whoever opens
// it. `path` is of the caller's mount namespace.
system::Result<system::UniqueFd> device_by_envoy(const Handle& handle, const char* path);

}  // namespace sinfonia::name_space
