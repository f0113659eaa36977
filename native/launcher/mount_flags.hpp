// Flags of mount(2).
#pragma once

#include <sys/mount.h>

namespace sinfonia::launcher {

// Of a file system that has nothing to execute and no devices.
inline constexpr unsigned long kHarmless = MS_NOSUID | MS_NODEV | MS_NOEXEC;

}  // namespace sinfonia::launcher
