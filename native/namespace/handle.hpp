// A descriptor of a network namespace, which keeps it alive: network_namespaces(7), ioctl_ns(2).
#pragma once

#include <sys/types.h>

#include <string>

#include "system/result.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::name_space {

class Handle {
 public:
  // EINVAL: the descriptor is no network namespace.
  static system::Result<Handle> adopt(system::UniqueFd descriptor);
  static system::Result<Handle> open_path(const std::string& path);
  // Of a process; needs the right to trace it.
  static system::Result<Handle> open_process(pid_t process);

  [[nodiscard]] int get() const { return descriptor_.get(); }
  // The user whose user namespace owns it.
  [[nodiscard]] system::Result<uid_t> owner() const;

 private:
  explicit Handle(system::UniqueFd descriptor) : descriptor_(std::move(descriptor)) {}

  system::UniqueFd descriptor_;
};

}  // namespace sinfonia::name_space
