#include "namespace/envoy.hpp"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>

#include <array>
#include <csignal>
#include <cstring>

#include "system/fd_passing.hpp"

namespace sinfonia::name_space {
namespace {

using system::last_error;
using system::Result;
using system::SystemError;
using system::UniqueFd;

struct Errand {
  int user_namespace;
  int network_namespace;
  int domain;
  int type;
  int protocol;
  // Of a device to open; nullptr: a socket.
  const char* path;
  // To the parent.
  int answer;
};

struct Outcome {
  int error = 0;
  // Else it was refused the namespaces.
  bool entered = false;
};

int opened(const Errand& errand) {
  if (errand.path != nullptr) return open(errand.path, O_RDWR | O_CLOEXEC);
  return ::socket(errand.domain, errand.type | SOCK_CLOEXEC, errand.protocol);
}

// An outcome, and without an error the descriptor. The child of a process with threads: nothing but system
// calls, and its memory is not the parent's.
[[noreturn]] void run(const Errand& errand) {
  Outcome outcome;
  outcome.entered =
      setns(errand.user_namespace, CLONE_NEWUSER) == 0 && setns(errand.network_namespace, CLONE_NEWNET) == 0;
  const int descriptor = outcome.entered ? opened(errand) : -1;
  if (descriptor < 0) outcome.error = errno;
  const std::span<const int> descriptors(&descriptor, descriptor < 0 ? 0 : 1);
  const bool told = static_cast<bool>(system::send_with_descriptors(
      errand.answer, std::as_bytes(std::span(&outcome, 1)), descriptors, MSG_NOSIGNAL));
  _exit(told ? 0 : 1);
}

// Without a signal to the parent when it ends, so that nobody else waits for it.
pid_t send_out(const Errand& errand) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  // Handlers of the parent's would tell the parent.
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const auto child = static_cast<pid_t>(syscall(SYS_clone, 0, 0, 0, 0, 0));
  if (child == 0) run(errand);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return child;
}

Result<UniqueFd> receive_answer(const Errand& errand, int answer) {
  Outcome outcome;
  std::array<UniqueFd, 1> descriptor;
  const auto received =
      system::receive_with_descriptors(answer, std::as_writable_bytes(std::span(&outcome, 1)), descriptor, 0);
  if (!received) return received.error();
  if (received->size != sizeof outcome) return SystemError{ESRCH, "setns"};
  if (!outcome.entered) return SystemError{outcome.error, "setns"};
  if (outcome.error != 0) return SystemError{outcome.error, errand.path != nullptr ? "open" : "socket"};
  if (received->descriptors != 1) return SystemError{EBADMSG, "recvmsg"};
  return std::move(descriptor[0]);
}

Result<UniqueFd> by_envoy(const Handle& handle, Errand errand) {
  const UniqueFd user_namespace(ioctl(handle.get(), NS_GET_USERNS));
  if (!user_namespace) return last_error("ioctl");
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return last_error("socketpair");
  const UniqueFd near(ends[0]);
  UniqueFd far(ends[1]);
  errand.user_namespace = user_namespace.get();
  errand.network_namespace = handle.get();
  errand.answer = far.get();
  const pid_t child = send_out(errand);
  if (child < 0) return last_error("clone");
  // So that a child that was killed is the end of file.
  far.reset();
  Result<UniqueFd> descriptor = receive_answer(errand, near.get());
  while (waitpid(child, nullptr, __WALL) < 0 && errno == EINTR) {
  }
  return descriptor;
}

}  // namespace

Result<UniqueFd> socket_by_envoy(const Handle& handle, int domain, int type, int protocol) {
  return by_envoy(handle, {-1, -1, domain, type, protocol, nullptr, -1});
}

Result<UniqueFd> device_by_envoy(const Handle& handle, const char* path) {
  return by_envoy(handle, {-1, -1, 0, 0, 0, path, -1});
}

}  // namespace sinfonia::name_space
