// Bytes and file descriptors over a Unix socket (unix(7), SCM_RIGHTS).
#pragma once

#include <cstddef>
#include <span>

#include "system/result.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::system {

// SCM_MAX_FD of the kernel's include/net/scm.h, which no public header tells.
inline constexpr std::size_t kMaxDescriptors = 253;

// One sendmsg, restarted after EINTR: returns how many bytes went. The descriptors go with the first of them.
// Never raises SIGPIPE. `flags`: MSG_DONTWAIT or 0.
Result<std::size_t> send_with_descriptors(int socket, std::span<const std::byte> data,
                                          std::span<const int> descriptors, int flags);

struct Received {
  // 0: end of file.
  std::size_t size = 0;
  std::size_t descriptors = 0;
};

// One recvmsg, restarted after EINTR. Received descriptors are close-on-exec. More of them than fit: all are
// closed, EMSGSIZE.
Result<Received> receive_with_descriptors(int socket, std::span<std::byte> data,
                                          std::span<UniqueFd> descriptors, int flags);

}  // namespace sinfonia::system
