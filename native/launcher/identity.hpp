// Who the caller is inside the user namespace.
#pragma once

#include "launcher/failure.hpp"

namespace sinfonia::launcher {

struct Identity {
  unsigned uid;
  unsigned gid;

  // In place of a number: it stays as it is. No user and no group has it (chown(2)).
  static constexpr unsigned kUnchanged = ~0U;
};

// Of this process, now.
Identity current_identity();

// What is given of `inside`, and else `outside`, is what `outside` is called in the user namespace of this
// process. Supplementary groups stay, but can't be changed (setgroups: deny).
Failure map_identity(Identity outside, Identity inside);

// Becomes another user and group of this user namespace, in no supplementary group. What is unchanged stays.
Failure assume_identity(Identity wanted);

}  // namespace sinfonia::launcher
