// Replaces this process by a program that is looked up in PATH, as execvp(3) does, but in the PATH of
// `environment`.
#pragma once

namespace sinfonia::launcher {

struct ExecuteFailure {
  int error;
  // The file is there, and what the kernel misses is its interpreter or loader.
  bool interpreter_missing;
};

// Returns only when it failed.
ExecuteFailure execute(const char* program, char* const* arguments, char* const* environment);

}  // namespace sinfonia::launcher
