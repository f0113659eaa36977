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
  // Where the engine's messages come from. -1: there is no engine.
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
