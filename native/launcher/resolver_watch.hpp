// Tells when the host has put something in the place of what the resolver's mounts stand on: the kernel takes
// a mount away where its file is replaced by another in a different mount namespace.
#pragma once

#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

class ResolverWatch {
 public:
  // Of the directories in which resolv.conf and the resolvers' sockets lie; `target` is what resolv.conf
  // leads to. Where the user has no inotify instance left, nothing is watched.
  void start(int target);
  // Readable when something has changed; -1: nothing is watched.
  [[nodiscard]] int descriptor() const { return notifications_.get(); }
  void drain() const;

 private:
  void add(const char* directory) const;

  system::UniqueFd notifications_;
};

}  // namespace sinfonia::launcher
