// Empty directories over those in which the host's resolvers listen: libc would ask them, and they answer
// from the host's network.
#pragma once

#include <sys/mount.h>
#include <sys/types.h>

#include <array>
#include <cstddef>

#include "launcher/failure.hpp"

namespace sinfonia::launcher {

class ResolverMasks {
 public:
  // Covers those of the directories that exist and are not covered. All of them are writable then.
  Failure mount();
  Failure make_read_only() { return remount(MS_RDONLY); }
  // Whether a file or directory on this device lies in a mask.
  [[nodiscard]] bool contain(dev_t device) const;

 private:
  // A mount goes with the directory under it, which the host may have removed, and made anew.
  void forget_fallen();
  Failure remount(unsigned long flags);

  struct Mask {
    const char* directory = nullptr;
    dev_t device = 0;
  };

  std::array<Mask, 5> masks_;
  std::size_t count_ = 0;
};

}  // namespace sinfonia::launcher
