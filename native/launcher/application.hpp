// Starts a program as an application.
#pragma once

#include <sys/types.h>

#include <span>

#include "launcher/failure.hpp"
#include "launcher/launch.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// What all applications of a keeper have in common.
struct Household {
  // The process group of the command, which the terminal's signals go to.
  pid_t group;
  // Applications keep the capabilities of their namespaces.
  bool privileged;
};

// Forks; returns when the program runs or could not be started. `descriptors` are the launch's, in its order.
Failure start_application(const Launch& launch, const Household& household,
                          std::span<system::UniqueFd> descriptors, pid_t& pid);

}  // namespace sinfonia::launcher
