// What /proc/PID/stat tells of a process.
#pragma once

#include <sys/types.h>

namespace sinfonia::launcher {

struct ProcessState {
  // proc(5): 'T' is stopped, 'Z' a zombie. '\0': there is no such process.
  char state = '\0';
  pid_t parent = 0;
};

ProcessState process_state(pid_t pid);

}  // namespace sinfonia::launcher
