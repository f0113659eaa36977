// The control socket, from either of its native ends.
#pragma once

#include <cstdint>
#include <span>

#include "launcher/protocol.hpp"

namespace sinfonia::launcher {

struct Frame {
  std::uint32_t kind = 0;
  // Lives until the next receive().
  std::span<const std::byte> payload;
};

// One a process: it reads into static memory, of which only what is touched is there.
class Control {
 public:
  void open(int socket) { socket_ = socket; }
  [[nodiscard]] int socket() const { return socket_; }

  // Reads once, without waiting. False: end of file.
  [[nodiscard]] bool receive();
  // Takes the next whole frame. False: there is none yet, or never will be.
  [[nodiscard]] bool next(Frame& frame);
  // The other end announced a frame that is too large.
  [[nodiscard]] bool broken() const { return broken_; }
  // Waits where the socket is full. False: nobody is there to read it.
  bool send(std::span<const std::byte> frame) const;

 private:
  int socket_ = -1;
  bool broken_ = false;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
};

}  // namespace sinfonia::launcher
