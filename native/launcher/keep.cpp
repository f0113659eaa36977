#include "launcher/keep.hpp"

#include <fcntl.h>
#include <linux/netlink.h>
#include <linux/nsfs.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

#include "launcher/descriptor_socket.hpp"
#include "launcher/descriptors.hpp"
#include "launcher/keep_options.hpp"
#include "launcher/keeper.hpp"
#include "launcher/message.hpp"
#include "launcher/namespaces.hpp"
#include "launcher/signal_mask.hpp"
#include "launcher/tun.hpp"

namespace sinfonia::launcher {
namespace {

// Only SIGKILL ends the keeper by a signal. -1: errno tells.
int take_signals() {
  block_only(kAllSignals);
  return open_signals(mask_of(SIGCHLD));
}

// In the order in which READY attaches them.
struct Gift {
  system::UniqueFd user_namespace;
  system::UniqueFd network_namespace;
  system::UniqueFd route_socket;
  system::UniqueFd generic_socket;
  Tun tun;
};

// The user namespace that the network namespace belongs to: this process's where it made both.
system::UniqueFd open_owner(const KeepOptions& options, int network) {
  if (options.enter != nullptr) return system::UniqueFd(ioctl(network, NS_GET_USERNS));
  return system::UniqueFd(open("/proc/self/ns/user", O_RDONLY | O_CLOEXEC));
}

Failure open_gift(const KeepOptions& options, Gift& gift) {
  gift.network_namespace.reset(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  if (!gift.network_namespace) return failed("open-namespace", "/proc/self/ns/net");
  gift.user_namespace = open_owner(options, gift.network_namespace.get());
  if (!gift.user_namespace) return failed("open-namespace", "/proc/self/ns/user");
  gift.route_socket.reset(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE));
  if (!gift.route_socket) return failed("netlink-socket", "NETLINK_ROUTE");
  gift.generic_socket.reset(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_GENERIC));
  if (!gift.generic_socket) return failed("netlink-socket", "NETLINK_GENERIC");
  return options.tun ? open_tun(gift.tun) : Failure{};
}

Failure send_gift(const KeepOptions& options, const Gift& gift) {
  const std::array descriptors{gift.user_namespace.get(), gift.network_namespace.get(),
                               gift.route_socket.get(), gift.generic_socket.get(), gift.tun.descriptor.get()};
  return send_descriptors(std::span(descriptors).first(options.tun ? 5 : 4));
}

Failure set_up_namespaces(const KeepOptions& options) {
  if (options.enter == nullptr) return create_namespaces(options.inside);
  const system::UniqueFd network(kNetworkNamespace);
  if (const Failure failure = enter_namespace(network.get(), options.enter)) return failure;
  return options.files == nullptr ? Failure{} : show_configuration(options.files);
}

Failure set_up(const KeepOptions& options, Keeper& keeper) {
  if (const Failure failure = set_up_namespaces(options)) return failure;
  Gift gift;
  if (const Failure failure = open_gift(options, gift)) return failure;
  if (const Failure failure = send_gift(options, gift)) return failure;
  keeper.tell(FrameWriter(Answer::ready).number(getpid()).text(gift.tun.name));
  return {};
}

}  // namespace

int keep(std::span<char*> arguments) {
  KeepOptions options;
  const pid_t group = getpgrp();
  if (!read_options(arguments, options) || fcntl(kDescriptorSocket, F_GETFD) < 0) {
    print_message("'keep' is started by sinfonia-tier3, with sockets as descriptors 3 and 4");
    return 2;
  }
  close_from(options.enter == nullptr ? kDescriptorSocket + 1 : kNetworkNamespace + 1);
  // The terminal's signals must not reach it: there has to be one who cleans up.
  setpgid(0, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0);
  Keeper keeper({.group = group, .privileged = options.privileged});
  const system::UniqueFd signals(take_signals());
  if (const Failure failure = signals ? set_up(options, keeper) : failed("signalfd")) {
    keeper.tell_failure(0, failure);
    return 1;
  }
  // After READY: the command has work to do meanwhile.
  mount_sysfs();
  keeper.run(signals.get());
  return 0;
}

}  // namespace sinfonia::launcher
