#include "launcher/foreground.hpp"

#include <fcntl.h>
#include <unistd.h>

#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

bool hand_terminal_on(pid_t application) {
  const pid_t group = getpgid(application);
  if (group < 0 || group == getpgrp()) return false;
  const system::UniqueFd terminal(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC));
  return terminal && tcgetpgrp(terminal.get()) == getpgrp() && tcsetpgrp(terminal.get(), group) == 0;
}

}  // namespace sinfonia::launcher
