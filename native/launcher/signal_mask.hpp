// Signal masks as the kernel has them. Each libc keeps some real-time signals to itself and leaves them out
// of its own functions, musl one more than glibc: they would end this process where any other signal is
// handled.
#pragma once

#include <sys/signalfd.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdint>

namespace sinfonia::launcher {

// Bit N-1 is signal N.
using SignalMask = std::uint64_t;

inline constexpr SignalMask kAllSignals = ~SignalMask{0};

constexpr SignalMask mask_of(int signal) { return SignalMask{1} << (signal - 1); }

inline void block_only(SignalMask mask) {
  syscall(SYS_rt_sigprocmask, SIG_SETMASK, &mask, nullptr, sizeof mask);
}

// A descriptor that tells of these, which must be blocked. -1: errno tells.
inline int open_signals(SignalMask mask) {
  return static_cast<int>(syscall(SYS_signalfd4, -1, &mask, sizeof mask, SFD_CLOEXEC | SFD_NONBLOCK));
}

}  // namespace sinfonia::launcher
