// What the launcher has to say to the user.
#pragma once

#include <sys/uio.h>

#include <string_view>

namespace sinfonia::launcher {

// A line on stderr, in the command's name.
inline void print_message(std::string_view text) {
  constexpr std::string_view kPrefix = "sinfonia-tier3: ";
  const auto part = [](std::string_view bytes) {
    return iovec{const_cast<char*>(bytes.data()), bytes.size()};
  };
  const iovec parts[]{part(kPrefix), part(text), part("\n")};
  [[maybe_unused]] const ssize_t written = writev(2, parts, 3);
}

}  // namespace sinfonia::launcher
