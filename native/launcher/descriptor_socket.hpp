// The keeper's end of the descriptor socket. Descriptors travel ahead of the frame that speaks of them.
#pragma once

#include <span>

#include "launcher/failure.hpp"
#include "launcher/protocol.hpp"
#include "system/fd_passing.hpp"

namespace sinfonia::launcher {

inline Failure send_descriptors(std::span<const int> descriptors) {
  constexpr std::byte kCarrier{0};
  const auto sent = system::send_with_descriptors(kDescriptorSocket, std::span(&kCarrier, 1), descriptors, 0);
  return sent ? Failure{} : Failure{sent.error().error, "send-descriptors"};
}

// Exactly as many as there is room for. EBADMSG: the other end sent something else, and the sockets are no
// longer in step. EMFILE: this process may not have so many open.
inline Failure receive_descriptors(std::span<system::UniqueFd> into) {
  if (into.empty()) return {};
  std::byte carrier;
  const auto received = system::receive_with_descriptors(kDescriptorSocket, std::span(&carrier, 1), into, 0);
  // What the kernel could not give away is cut off, as what there is no room for.
  if (!received) return {received.error().error == EMSGSIZE ? EMFILE : EBADMSG, "descriptors"};
  const bool complete = received->size == 1 && received->descriptors == into.size();
  return complete ? Failure{} : Failure{EBADMSG, "descriptors"};
}

}  // namespace sinfonia::launcher
