// This process's descriptors as a whole.
#pragma once

namespace sinfonia::launcher {

// Closes every descriptor from `first` on (close_range(2), by hand before Linux 5.9).
void close_from(int first);

// Node makes pipes non-blocking, for everybody who has them open.
void make_stdio_blocking();

}  // namespace sinfonia::launcher
