// /etc/resolv.conf of the namespaces, and the host's resolvers out of reach. Nothing is written to the host's
// disk.
#pragma once

#include <span>

#include "launcher/failure.hpp"
#include "launcher/resolver_masks.hpp"
#include "launcher/resolver_watch.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

class Resolver {
 public:
  // The first time it prepares the mounts; what applications see changes at once, then and later.
  Failure set(std::span<const std::byte> text);
  // Readable when the host may have replaced what the mounts stand on; -1: never.
  [[nodiscard]] int changes() const { return watch_.descriptor(); }
  // Covers again what the host has laid bare, and resolvers that have come up since.
  void renew();

 private:
  Failure prepare();
  // The masks, and what resolv.conf is to be mounted over.
  Failure mask(system::UniqueFd& target);
  [[nodiscard]] bool stands() const;
  void keep_spare();

  // In a tmpfs of ours, and mounted read-only over whatever /etc/resolv.conf is.
  system::UniqueFd file_;
  // The same mount, as yet nowhere.
  system::UniqueFd spare_;
  ResolverMasks masks_;
  ResolverWatch watch_;
};

}  // namespace sinfonia::launcher
