// Whose turn it is on the terminal (tcgetpgrp(3)).
#pragma once

#include <sys/types.h>

#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// Remembers that the application, with a process group of its own, had the terminal when it was stopped: a
// shell with job control. The shell outside knows the command's group alone, and gives the terminal to that.
class Foreground {
 public:
  explicit Foreground(pid_t application);
  // After this process was continued: hands the terminal on to the application, where it has come back to the
  // command.
  void hand_on() const;

 private:
  system::UniqueFd terminal_;
  // 0: there is nobody to hand it on to.
  pid_t group_ = 0;
};

}  // namespace sinfonia::launcher
