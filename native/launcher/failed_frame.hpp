// A FAILED.
#pragma once

#include "launcher/failure.hpp"
#include "launcher/payload.hpp"

namespace sinfonia::launcher {

// `request`: the kind of the one that it answers; 0: the start.
inline FrameWriter failed_frame(std::uint32_t request, const Failure& failure) {
  return FrameWriter(Answer::failed)
      .number(request)
      .number(failure.error)
      .text(failure.step)
      .text(failure.subject);
}

}  // namespace sinfonia::launcher
