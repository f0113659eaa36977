#include "launcher/control.hpp"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace sinfonia::launcher {
namespace {

std::array<std::byte, sizeof(FrameHeader) + kMaximumPayload> buffer;

}  // namespace

bool Control::receive() {
  std::copy(buffer.begin() + static_cast<std::ptrdiff_t>(begin_),
            buffer.begin() + static_cast<std::ptrdiff_t>(end_), buffer.begin());
  end_ -= begin_;
  begin_ = 0;
  const ssize_t size = recv(socket_, buffer.data() + end_, buffer.size() - end_, MSG_DONTWAIT);
  if (size < 0) return errno == EAGAIN || errno == EINTR;
  end_ += static_cast<std::size_t>(size);
  return size > 0;
}

bool Control::next(Frame& frame) {
  FrameHeader header;
  if (broken_ || end_ - begin_ < sizeof header) return false;
  std::memcpy(&header, buffer.data() + begin_, sizeof header);
  if (header.size > kMaximumPayload) {
    broken_ = true;
    return false;
  }
  if (end_ - begin_ - sizeof header < header.size) return false;
  frame.kind = header.kind;
  frame.payload = std::span(buffer).subspan(begin_ + sizeof header, header.size);
  begin_ += sizeof header + header.size;
  return true;
}

bool Control::send(std::span<const std::byte> frame) const {
  while (!frame.empty()) {
    const ssize_t sent = ::send(socket_, frame.data(), frame.size(), MSG_NOSIGNAL);
    if (sent >= 0) {
      frame = frame.subspan(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) {
      pollfd writable{socket_, POLLOUT, 0};
      poll(&writable, 1, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

}  // namespace sinfonia::launcher
