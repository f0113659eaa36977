#include "system/fd_passing.hpp"

#include <sys/socket.h>
#include <sys/uio.h>

#include <cstring>

namespace sinfonia::system {
namespace {

// CMSG_LEN, not CMSG_SPACE, is what both directions are told: the padding would hold one more descriptor.
struct ControlBuffer {
  alignas(cmsghdr) char bytes[CMSG_SPACE(kMaxDescriptors * sizeof(int))] = {};
};

void attach(msghdr& message, ControlBuffer& control, std::span<const int> descriptors) {
  message.msg_control = control.bytes;
  message.msg_controllen = CMSG_LEN(descriptors.size_bytes());
  cmsghdr* const header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(descriptors.size_bytes());
  std::memcpy(CMSG_DATA(header), descriptors.data(), descriptors.size_bytes());
}

std::size_t take_descriptors(msghdr& message, std::span<UniqueFd> into) {
  std::size_t taken = 0;
  for (cmsghdr* header = CMSG_FIRSTHDR(&message); header != nullptr; header = CMSG_NXTHDR(&message, header)) {
    if (header->cmsg_level != SOL_SOCKET || header->cmsg_type != SCM_RIGHTS) continue;
    const std::size_t count = (header->cmsg_len - CMSG_LEN(0)) / sizeof(int);
    for (std::size_t i = 0; i < count; ++i) {
      int descriptor = -1;
      std::memcpy(&descriptor, CMSG_DATA(header) + i * sizeof(int), sizeof(int));
      UniqueFd owned(descriptor);
      if (taken < into.size()) into[taken++] = std::move(owned);
    }
  }
  return taken;
}

}  // namespace

Result<std::size_t> send_with_descriptors(int socket, std::span<const std::byte> data,
                                          std::span<const int> descriptors, int flags) {
  if (descriptors.size() > kMaxDescriptors) return SystemError{EINVAL, "sendmsg"};
  iovec part{const_cast<std::byte*>(data.data()), data.size()};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  ControlBuffer control;
  if (!descriptors.empty()) attach(message, control, descriptors);
  ssize_t sent = 0;
  do {
    sent = sendmsg(socket, &message, flags | MSG_NOSIGNAL);
  } while (sent < 0 && errno == EINTR);
  if (sent < 0) return last_error("sendmsg");
  return static_cast<std::size_t>(sent);
}

Result<Received> receive_with_descriptors(int socket, std::span<std::byte> data,
                                          std::span<UniqueFd> descriptors, int flags) {
  if (descriptors.size() > kMaxDescriptors) return SystemError{EINVAL, "recvmsg"};
  iovec part{data.data(), data.size()};
  msghdr message{};
  ControlBuffer control;
  ssize_t size = 0;
  do {
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = descriptors.empty() ? nullptr : control.bytes;
    message.msg_controllen = descriptors.empty() ? 0 : CMSG_LEN(descriptors.size() * sizeof(int));
    size = recvmsg(socket, &message, flags | MSG_CMSG_CLOEXEC);
  } while (size < 0 && errno == EINTR);
  if (size < 0) return last_error("recvmsg");
  const std::size_t count = take_descriptors(message, descriptors);
  if ((message.msg_flags & MSG_CTRUNC) != 0) {
    for (UniqueFd& descriptor : descriptors) descriptor.reset();
    return SystemError{EMSGSIZE, "recvmsg"};
  }
  return Received{static_cast<std::size_t>(size), count};
}

}  // namespace sinfonia::system
