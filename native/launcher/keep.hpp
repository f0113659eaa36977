// `sinfonia-launcher keep`
#pragma once

#include <span>

namespace sinfonia::launcher {

// Returns the exit status.
int keep(std::span<char*> arguments);

}  // namespace sinfonia::launcher
