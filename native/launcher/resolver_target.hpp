// What resolv.conf is mounted over.
#pragma once

#include "launcher/failure.hpp"
#include "launcher/resolver_masks.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// Opens (O_PATH) what `path` leads to. Where it leads into a mask, a new empty file there; where it leads
// nowhere or to something that others need (/dev/null), an empty file in a read-only overlay on its
// directory.
Failure find_resolver_target(const char* path, const ResolverMasks& masks, system::UniqueFd& target);

}  // namespace sinfonia::launcher
