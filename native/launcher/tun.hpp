// A TUN device of the namespace that this process is in.
#pragma once

#include <linux/if.h>

#include "launcher/failure.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

struct Tun {
  system::UniqueFd descriptor;
  char name[IFNAMSIZ] = {};
};

// IP packets, each behind a virtio_net_hdr. The kernel chooses the name.
Failure open_tun(Tun& tun);

}  // namespace sinfonia::launcher
