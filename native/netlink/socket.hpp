// A netlink socket of the kernel.
#pragma once

#include "netlink/transport.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::netlink {

class Socket : public Transport {
 public:
  // In the network namespace of the calling thread, which the socket keeps. `protocol`: NETLINK_ROUTE ….
  static system::Result<system::UniqueFd> open(int protocol);

  // EPROTOTYPE: not a netlink socket, or one of another protocol.
  static system::SystemError check(int socket, int protocol);

  // Of this process, or passed by another. Asks the kernel for extended acks and strict checks.
  explicit Socket(system::UniqueFd socket);

  system::SystemError send(Bytes datagram) override;
  system::Result<std::size_t> receive(std::span<std::byte> buffer) override;
  system::SystemError wait(int milliseconds) override;

 private:
  system::UniqueFd socket_;
};

}  // namespace sinfonia::netlink
