// Why a request could not be fulfilled: which step, its errno, and what it was tried on.
#pragma once

#include <cerrno>

namespace sinfonia::launcher {

struct Failure {
  int error = 0;
  // A string constant that src/namespace/refusal.ts knows.
  const char* step = "";
  // Lives as long as the request.
  const char* subject = "";

  explicit operator bool() const { return error != 0; }
};

inline Failure failed(const char* step, const char* subject = "") { return {errno, step, subject}; }

}  // namespace sinfonia::launcher
