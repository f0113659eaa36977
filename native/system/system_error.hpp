// A failed system call: which, and its errno.
#pragma once

#include <cerrno>

namespace sinfonia::system {

struct SystemError {
  int error = 0;
  // A string constant: "recvmsg".
  const char* call = "";

  explicit operator bool() const { return error != 0; }
};

inline SystemError last_error(const char* call) { return {errno, call}; }

// "EPERM" …, nullptr for a number that is no errno of Linux.
const char* errno_name(int error);

}  // namespace sinfonia::system
