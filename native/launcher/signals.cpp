#include "launcher/signals.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

#include "launcher/signal_mask.hpp"

namespace sinfonia::launcher {

int take_all_signals() {
  block_only(kAllSignals);
  // Node ignores SIGPIPE and SIGXFSZ, which survives execve(2).
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  return open_signals(kAllSignals);
}

bool concerns_application(const signalfd_siginfo& received, pid_t application) {
  if (received.ssi_signo == SIGCHLD) return false;
  // An alarm(2) that was set before the command was started goes on in the supervisor; the application would
  // have had it.
  if (received.ssi_code == SI_KERNEL && received.ssi_signo == SIGALRM) return true;
  // When a terminal goes away, its session leader alone hears of it.
  if (received.ssi_code == SI_KERNEL) return received.ssi_signo == SIGHUP && getsid(0) == getpid();
  return received.ssi_pid != static_cast<unsigned>(application);
}

void stop_by(int signal) {
  // Sent while it is blocked, it becomes one with what the terminal sent, and stops this process once.
  kill(getpid(), signal);
  block_only(~mask_of(signal));
  block_only(kAllSignals);
}

void die_by(int signal) {
  prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  kill(getpid(), signal);
  block_only(~mask_of(signal));
}

}  // namespace sinfonia::launcher
