// The supervisor's own signals.
#pragma once

#include <sys/signalfd.h>
#include <sys/types.h>

namespace sinfonia::launcher {

// Blocks all signals, to be read from the returned descriptor, and ignores none. -1: errno tells.
int take_all_signals();

// Whether the terminal sent it, to the foreground process group.
bool comes_from_terminal(const signalfd_siginfo& received);

// Whether a signal that reached this process is to be passed on to the application. It is not where it comes
// from the application, or from what lives in the namespaces with it: that was sent to the process group.
bool concerns_application(const signalfd_siginfo& received, pid_t application);

// Stops this process the way the application was stopped; returns when it goes on.
void stop_by(int signal);

// Ends this process by a signal, without a core dump. Returns where that is impossible.
void die_by(int signal);

}  // namespace sinfonia::launcher
