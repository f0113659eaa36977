#include "launcher/foreground.hpp"

#include <fcntl.h>
#include <unistd.h>

namespace sinfonia::launcher {

Foreground::Foreground(pid_t application) : terminal_(open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)) {
  const pid_t group = getpgid(application);
  if (terminal_ && group > 0 && group != getpgrp() && tcgetpgrp(terminal_.get()) == group) group_ = group;
}

void Foreground::hand_on() const {
  if (group_ != 0 && tcgetpgrp(terminal_.get()) == getpgrp()) tcsetpgrp(terminal_.get(), group_);
}

}  // namespace sinfonia::launcher
