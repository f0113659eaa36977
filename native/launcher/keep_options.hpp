// The command line of `keep`.
#pragma once

#include <span>

#include "launcher/identity.hpp"

namespace sinfonia::launcher {

struct KeepOptions {
  bool tun = false;
  // Applications keep the capabilities that they have inside.
  bool privileged = false;
  Identity inside{Identity::kUnchanged, Identity::kUnchanged};
  // What the network namespace behind kNetworkNamespace is called. nullptr: a new one is made.
  const char* enter = nullptr;
  // Of the files to show in /etc. nullptr: none.
  const char* files = nullptr;
};

bool read_options(std::span<char*> arguments, KeepOptions& options);

}  // namespace sinfonia::launcher
