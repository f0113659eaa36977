// Visits the entries of a directory. Without stdio and heap.
#pragma once

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstring>
#include <string_view>

#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// struct linux_dirent64 of getdents64(2), which no header has: u64 inode, u64 offset, u16 length, u8 type,
// name.
inline constexpr std::size_t kEntryLength = 16;
inline constexpr std::size_t kEntryName = 19;

// Of an open directory, `.` and `..` too. Each name has a NUL behind it and lives as long as its visit.
template <typename Visit>
void visit_names(int directory, Visit visit) {
  std::array<char, 4096> entries;
  for (;;) {
    const long size = syscall(SYS_getdents64, directory, entries.data(), entries.size());
    if (size <= 0) return;
    for (std::size_t at = 0; at < static_cast<std::size_t>(size);) {
      visit(entries.data() + at + kEntryName);
      unsigned short length = 0;
      std::memcpy(&length, entries.data() + at + kEntryLength, sizeof length);
      at += length;
    }
  }
}

// The entries that are numbers: of /proc and /proc/self/fd.
template <typename Visit>
void visit_numbers(const char* path, Visit visit) {
  const system::UniqueFd directory(open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  visit_names(directory.get(), [&](std::string_view name) {
    int number = 0;
    const auto read = std::from_chars(name.begin(), name.end(), number);
    if (read.ec == std::errc() && read.ptr == name.end()) visit(number, directory.get());
  });
}

}  // namespace sinfonia::launcher
