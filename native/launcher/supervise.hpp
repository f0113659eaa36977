// `sinfonia-launcher supervise`
#pragma once

#include <span>

namespace sinfonia::launcher {

// What the command becomes once its application runs. Returns the exit status, or dies by the application's
// signal.
int supervise(std::span<char*> arguments);

}  // namespace sinfonia::launcher
