// The command line of `supervise`.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <span>

namespace sinfonia::launcher {

struct SuperviseOptions {
  int control = -1;
  std::uint32_t application = 0;
  pid_t pid = 0;
  // The sockets that the engine lives by, and that its messages come over. -1: there is no engine.
  int engine = -1;
  int log = -1;
  // The wait status, where the application has ended already.
  std::optional<int> status;
  bool debug = false;
  // End with the last process inside, not with the application.
  bool wait = false;
};

// False: the command line is malformed.
bool read_options(std::span<char*> arguments, SuperviseOptions& options);

}  // namespace sinfonia::launcher
