// Does something in another network namespace: a thread of its own enters it, and ends there.
#pragma once

#include <functional>

#include "namespace/handle.hpp"
#include "system/system_error.hpp"

namespace sinfonia::name_space {

// Waits for the visit to end. Needs CAP_SYS_ADMIN over the namespace and in the caller's own user namespace.
// The error is that of entering; `visit` has not been called then.
system::SystemError visit(const Handle& handle, const std::function<void()>& visit);

}  // namespace sinfonia::name_space
