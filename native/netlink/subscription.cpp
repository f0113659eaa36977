#include "netlink/subscription.hpp"

#include <sys/socket.h>

#include <algorithm>

namespace sinfonia::netlink {
namespace {

using system::last_error;
using system::Result;
using system::SystemError;
using system::UniqueFd;

constexpr std::size_t kFirstBuffer = std::size_t{32} << 10U;
constexpr std::size_t kLargestBuffer = std::size_t{16} << 20U;
// The system may allow less (net.core.rmem_max).
constexpr int kQueue = 1 << 20;
// More than have room in the queue.
constexpr int kMostDropped = 1 << 14;

}  // namespace

Result<Subscription> Subscription::open(UniqueFd socket, std::span<const std::uint32_t> groups) {
  setsockopt(socket.get(), SOL_SOCKET, SO_RCVBUF, &kQueue, sizeof kQueue);
  // With an address of its own: the kernel tells those of address 0 less.
  sockaddr_nl address{};
  address.nl_family = AF_NETLINK;
  if (bind(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
    return last_error("bind");
  }
  for (const std::uint32_t group : groups) {
    if (setsockopt(socket.get(), SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) != 0) {
      return last_error("setsockopt");
    }
  }
  return Subscription(std::move(socket));
}

Result<Bytes> Subscription::receive() {
  if (!behind_) {
    Result<Bytes> datagram = receive_one();
    if (datagram || datagram.error().error != ENOBUFS) return datagram;
  }
  behind_ = !drop_queue();
  return SystemError{ENOBUFS, "recvmsg"};
}

bool Subscription::drop_queue() {
  for (int i = 0; i < kMostDropped; ++i) {
    const Result<Bytes> datagram = receive_one();
    if (!datagram && datagram.error().error != ENOBUFS) return true;
  }
  return false;
}

Result<Bytes> Subscription::receive_one() {
  if (buffer_.empty()) buffer_.resize(kFirstBuffer);
  for (;;) {
    sockaddr_nl sender{};
    socklen_t length = sizeof sender;
    const ssize_t size = recvfrom(socket_.get(), buffer_.data(), buffer_.size(), MSG_DONTWAIT | MSG_TRUNC,
                                  reinterpret_cast<sockaddr*>(&sender), &length);
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return last_error("recvmsg");
    // Not of the kernel.
    if (sender.nl_pid != 0) continue;
    const auto received = static_cast<std::size_t>(size);
    if (received <= buffer_.size()) return Bytes(buffer_).first(received);
    buffer_.resize(std::min(received, kLargestBuffer));
    return SystemError{ENOBUFS, "recvmsg"};
  }
}

}  // namespace sinfonia::netlink
