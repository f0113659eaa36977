// A UDP or TCP socket of the namespace that this process is in, for somebody outside.
#pragma once

#include "launcher/failure.hpp"
#include "launcher/payload.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// Bound, and listening where it is TCP. An IPv6 socket takes IPv6 only. `request`: payload of a SOCKET.
Failure open_inner_socket(PayloadReader request, system::UniqueFd& into);

}  // namespace sinfonia::launcher
