// The supervisor's own signals.
#pragma once

#include <sys/signalfd.h>
#include <sys/types.h>

namespace sinfonia::launcher {

// Blocks all signals, to be read from the returned descriptor, and ignores none. -1: errno tells.
int take_all_signals();

// Whether a signal that reached this process is to be passed on to the application, which got by itself what
// the terminal sends to the process group and what it sent to its own group.
bool concerns_application(const signalfd_siginfo& received, pid_t application);

// Stops this process the way the application was stopped; returns when it goes on.
void stop_by(int signal);

// Ends this process by a signal, without a core dump. Returns where that is impossible.
void die_by(int signal);

}  // namespace sinfonia::launcher
