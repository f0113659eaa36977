// The applications that run, by the number that the command gave them.
#pragma once

#include <sys/types.h>

#include <array>
#include <cstdint>

namespace sinfonia::launcher {

class Applications {
 public:
  struct Entry {
    std::uint32_t number = 0;
    // 0: free.
    pid_t pid = 0;
  };

  [[nodiscard]] bool full() { return find_pid(0) == nullptr; }
  void add(std::uint32_t number, pid_t pid) { *find_pid(0) = {number, pid}; }
  // nullptr: none of ours.
  Entry* find_pid(pid_t pid) {
    for (Entry& entry : entries_) {
      if (entry.pid == pid) return &entry;
    }
    return nullptr;
  }
  Entry* find_number(std::uint32_t number) {
    for (Entry& entry : entries_) {
      if (entry.pid != 0 && entry.number == number) return &entry;
    }
    return nullptr;
  }

 private:
  std::array<Entry, 256> entries_{};
};

}  // namespace sinfonia::launcher
