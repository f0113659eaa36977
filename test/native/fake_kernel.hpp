// A kernel that is one function: from a request to the datagrams that answer it.
#pragma once

#include <cerrno>
#include <cstring>
#include <deque>
#include <functional>
#include <variant>

#include "netlink/transport.hpp"
#include "wire_bytes.hpp"

namespace sinfonia::test {

// A datagram, or the errno of a receive.
using Answer = std::variant<ByteVector, int>;
using Kernel = std::function<std::vector<Answer>(netlink::Bytes request)>;

class FakeKernel : public netlink::Transport {
 public:
  explicit FakeKernel(Kernel kernel) : kernel_(std::move(kernel)) {}

  system::SystemError send(netlink::Bytes datagram) override {
    for (Answer& answer : kernel_(datagram)) waiting_.push_back(std::move(answer));
    return {};
  }

  system::Result<std::size_t> receive(std::span<std::byte> buffer) override {
    if (waiting_.empty()) return system::SystemError{EAGAIN, "recvmsg"};
    const Answer answer = std::move(waiting_.front());
    waiting_.pop_front();
    if (const int* const error = std::get_if<int>(&answer)) return system::SystemError{*error, "recvmsg"};
    const auto& datagram = std::get<ByteVector>(answer);
    std::memcpy(buffer.data(), datagram.data(), std::min(buffer.size(), datagram.size()));
    return datagram.size();
  }

  // Nothing more will come.
  system::SystemError wait(int /*milliseconds*/) override { return {ETIMEDOUT, "recvmsg"}; }

 private:
  Kernel kernel_;
  std::deque<Answer> waiting_;
};

}  // namespace sinfonia::test
