// A netlink socket that hears what the kernel tells everybody: its multicast groups.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "netlink/wire.hpp"
#include "system/result.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::netlink {

class Subscription {
 public:
  // Joins the groups (RTNLGRP_…), on a socket that nobody else reads.
  static system::Result<Subscription> open(system::UniqueFd socket, std::span<const std::uint32_t> groups);

  [[nodiscard]] int socket() const { return socket_.get(); }
  // The next datagram, valid until the next call. Never waits: EAGAIN. ENOBUFS: some were lost. What was
  // queued before them is dropped as well: whoever then asks for the present must not hear of the past.
  system::Result<Bytes> receive();

 private:
  system::Result<Bytes> receive_one();
  // False where a storm goes on.
  bool drop_queue();
  explicit Subscription(system::UniqueFd socket) : socket_(std::move(socket)) {}

  system::UniqueFd socket_;
  std::vector<std::byte> buffer_;
  // The kernel drops without a word until its queue has been empty.
  bool behind_ = false;
};

}  // namespace sinfonia::netlink
