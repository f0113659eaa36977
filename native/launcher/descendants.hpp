// The children of this process. It is a child subreaper, so whoever loses his parent becomes one of them.
#pragma once

#include <sys/wait.h>

#include <ctime>

namespace sinfonia::launcher {

// Sends SIGKILL to every child that there is now. True: there was one.
bool kill_children();

// Kills children until nobody is left, tells of each.
template <typename Ended>
void kill_descendants(Ended ended) {
  for (;;) {
    int status = 0;
    const pid_t pid = waitpid(-1, &status, WNOHANG);
    if (pid < 0) return;
    if (pid > 0) {
      ended(pid, status);
    } else if (kill_children()) {
      siginfo_t information;
      waitid(P_ALL, 0, &information, WEXITED | WNOWAIT);
    } else {
      // The kernel's list may miss one while another one ends: look again.
      const timespec instant{0, 1'000'000};
      nanosleep(&instant, nullptr);
    }
  }
}

}  // namespace sinfonia::launcher
