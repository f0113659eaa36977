#include "netlink/socket.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace sinfonia::netlink {
namespace {

using system::last_error;
using system::Result;
using system::SystemError;
using system::UniqueFd;

bool option_of(int socket, int option, int& value) {
  socklen_t size = sizeof value;
  return getsockopt(socket, SOL_SOCKET, option, &value, &size) == 0;
}

// A kernel too old for one of them does without: it then says less, and filters dumps less.
void ask_for_more(int socket) {
  const int on = 1;
  for (const int option : {NETLINK_EXT_ACK, NETLINK_CAP_ACK, NETLINK_GET_STRICT_CHK}) {
    setsockopt(socket, SOL_NETLINK, option, &on, sizeof on);
  }
}

}  // namespace

Result<UniqueFd> Socket::open(int protocol) {
  UniqueFd socket(::socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, protocol));
  if (!socket) return last_error("socket");
  return socket;
}

SystemError Socket::check(int socket, int protocol) {
  int domain = 0;
  int found = 0;
  if (!option_of(socket, SO_DOMAIN, domain) || !option_of(socket, SO_PROTOCOL, found)) {
    return last_error("getsockopt");
  }
  return domain == AF_NETLINK && found == protocol ? SystemError{} : SystemError{EPROTOTYPE, "getsockopt"};
}

Socket::Socket(UniqueFd socket) : socket_(std::move(socket)) {
  fcntl(socket_.get(), F_SETFD, FD_CLOEXEC);
  ask_for_more(socket_.get());
}

SystemError Socket::send(Bytes datagram) {
  sockaddr_nl kernel{};
  kernel.nl_family = AF_NETLINK;
  const auto* const address = reinterpret_cast<const sockaddr*>(&kernel);
  ssize_t sent = 0;
  do {
    sent = sendto(socket_.get(), datagram.data(), datagram.size(), MSG_NOSIGNAL, address, sizeof kernel);
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? last_error("sendmsg") : SystemError{};
}

Result<std::size_t> Socket::receive(std::span<std::byte> buffer) {
  for (;;) {
    sockaddr_nl sender{};
    socklen_t size = sizeof sender;
    const ssize_t received = recvfrom(socket_.get(), buffer.data(), buffer.size(), MSG_DONTWAIT | MSG_TRUNC,
                                      reinterpret_cast<sockaddr*>(&sender), &size);
    if (received < 0 && errno == EINTR) continue;
    if (received < 0) return last_error("recvmsg");
    // Another process may send here too, and groups are not ours to read.
    if (sender.nl_pid != 0 || sender.nl_groups != 0) continue;
    return static_cast<std::size_t>(received);
  }
}

SystemError Socket::wait(int milliseconds) {
  pollfd waiting{socket_.get(), POLLIN, 0};
  const int ready = poll(&waiting, 1, milliseconds);
  if (ready < 0 && errno != EINTR) return last_error("poll");
  return ready == 0 ? SystemError{ETIMEDOUT, "recvmsg"} : SystemError{};
}

}  // namespace sinfonia::netlink
