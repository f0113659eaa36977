// The user, network and mount namespace of the keeper.
#pragma once

#include "launcher/failure.hpp"
#include "launcher/identity.hpp"

namespace sinfonia::launcher {

// Leaves the caller's namespaces for new ones, in which the caller is called `inside`, and nothing mounted in
// them shows outside.
Failure create_namespaces(Identity inside);

// Enters a network namespace that exists, and leaves the caller's mount namespace for a new one. Where it
// belongs to another user namespace than this process's, and this process may not enter it from here, that
// one is entered as well. `label`: what it is called.
Failure enter_namespace(int network, const char* label);

// Shows each file of a directory in the place of the one with its name in /etc, as ip-netns(8) does with
// /etc/netns/NAME. What has no counterpart there, and resolv.conf, is left out.
Failure show_configuration(const char* directory);

// /sys of the new network namespace, where the kernel lets us mount one: it refuses in containers that hide
// parts of the old one. /sys/fs/cgroup stays.
void mount_sysfs();

}  // namespace sinfonia::launcher
