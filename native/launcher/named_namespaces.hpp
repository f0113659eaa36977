// `sinfonia-launcher netns add|delete NAME`
#pragma once

#include <span>

namespace sinfonia::launcher {

// Makes or deletes a named network namespace as ip-netns(8) has them, in the caller's mount namespace.
// Returns the exit status; what fails is told as a FAILED on kControlSocket.
int change_named_namespaces(std::span<char*> arguments);

}  // namespace sinfonia::launcher
