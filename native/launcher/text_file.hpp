// Small files of /proc.
#pragma once

#include <fcntl.h>
#include <unistd.h>

#include <span>
#include <string_view>

#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// In one write(2), as these files want it. False: errno tells.
inline bool write_file(const char* path, std::string_view text) {
  const system::UniqueFd file(open(path, O_WRONLY | O_CLOEXEC));
  if (!file) return false;
  return write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

// The beginning of a file, as much as fits. Empty: it can't be read.
inline std::string_view read_file(const char* path, std::span<char> into) {
  const system::UniqueFd file(open(path, O_RDONLY | O_CLOEXEC));
  if (!file) return {};
  std::size_t used = 0;
  while (used < into.size()) {
    const ssize_t size = read(file.get(), into.data() + used, into.size() - used);
    if (size <= 0) break;
    used += static_cast<std::size_t>(size);
  }
  return {into.data(), used};
}

}  // namespace sinfonia::launcher
