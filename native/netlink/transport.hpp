// What a conversation sends over: the kernel, or a function in its place.
#pragma once

#include <cstddef>
#include <span>

#include "netlink/wire.hpp"
#include "system/result.hpp"

namespace sinfonia::netlink {

class Transport {
 public:
  Transport() = default;
  virtual ~Transport() = default;
  Transport(const Transport&) = delete;
  Transport& operator=(const Transport&) = delete;

  // All of it, as one datagram.
  virtual system::SystemError send(Bytes datagram) = 0;
  // The size of one datagram, which may be more than the buffer holds: the rest of it is lost then.
  // Never waits: EAGAIN.
  virtual system::Result<std::size_t> receive(std::span<std::byte> buffer) = 0;
  // Until there is something to receive, or ETIMEDOUT.
  virtual system::SystemError wait(int milliseconds) = 0;
};

}  // namespace sinfonia::netlink
