#include "launcher/signals.hpp"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <csignal>

#include "launcher/fixed_text.hpp"
#include "launcher/signal_mask.hpp"

namespace sinfonia::launcher {

int take_all_signals() {
  block_only(kAllSignals);
  // Node ignores SIGPIPE and SIGXFSZ, which survives execve(2).
  for (int number = 1; number < NSIG; ++number) signal(number, SIG_DFL);
  return open_signals(kAllSignals);
}

namespace {

// False also where one of them is gone.
bool live_together(pid_t one, pid_t other) {
  const auto network_namespace = [](pid_t pid, struct stat& found) {
    return stat((FixedText() << "/proc/" << pid << "/ns/net").c_str(), &found) == 0;
  };
  struct stat first {};
  struct stat second {};
  return network_namespace(one, first) && network_namespace(other, second) && first.st_ino == second.st_ino;
}

}  // namespace

bool comes_from_terminal(const signalfd_siginfo& received) {
  // An alarm(2) that was set before the command was started goes on in the supervisor. When a terminal goes
  // away, its session leader alone hears of it.
  const bool concerns_this_alone =
      received.ssi_signo == SIGALRM || (received.ssi_signo == SIGHUP && getsid(0) == getpid());
  return received.ssi_code == SI_KERNEL && !concerns_this_alone;
}

bool concerns_application(const signalfd_siginfo& received, pid_t application) {
  if (received.ssi_signo == SIGCHLD) return false;
  if (received.ssi_code == SI_KERNEL) return true;
  const auto sender = static_cast<pid_t>(received.ssi_pid);
  // Of this process itself there is the SIGPIPE of an engine's message that nobody reads.
  return sender != getpid() && sender != application && !live_together(sender, application);
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
