#include "launcher/last_words.hpp"

#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <string_view>

#include "system/unique_fd.hpp"

namespace sinfonia::launcher {
namespace {

// Milliseconds.
constexpr int kInterval = 5;
// Longer than it takes the kernel to send again what was lost.
constexpr int kPatience = 1000;

struct Unheard {
  unsigned connections = 0;
  std::uint64_t bytes = 0;

  friend bool operator==(const Unheard&, const Unheard&) = default;
};

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(" :"));
  line.remove_prefix(std::min(word.size() + 1, line.size()));
  return word;
}

std::uint64_t take_hexadecimal(std::string_view& line) {
  const std::string_view word = take_word(line);
  std::uint64_t number = 0;
  std::from_chars(word.begin(), word.end(), number, 16);
  return number;
}

// "   0: 0100007F:1F90 0100007F:A2C4 04 0000A2C4:00000000 …": a number, two addresses with their ports, the
// state, what waits to be sent.
void read_connection(std::string_view line, Unheard& unheard) {
  for (int word = 0; word < 5; ++word) take_word(line);
  const auto state = take_hexadecimal(line);
  if (state != TCP_FIN_WAIT1 && state != TCP_CLOSING && state != TCP_LAST_ACK) return;
  ++unheard.connections;
  unheard.bytes += take_hexadecimal(line);
}

// The kernel gives whole lines, as many as fit.
void read_connections(const char* path, Unheard& unheard) {
  const system::UniqueFd file(open(path, O_RDONLY | O_CLOEXEC));
  std::array<char, 4096> buffer;
  for (ssize_t size = 0; file && (size = read(file.get(), buffer.data(), buffer.size())) > 0;) {
    std::string_view rest(buffer.data(), static_cast<std::size_t>(size));
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find('\n'), rest.size() - 1);
      read_connection(rest.substr(0, end), unheard);
      rest.remove_prefix(end + 1);
    }
  }
}

Unheard find_unheard() {
  Unheard unheard;
  read_connections("/proc/thread-self/net/tcp", unheard);
  read_connections("/proc/thread-self/net/tcp6", unheard);
  return unheard;
}

}  // namespace

void await_last_words(int interruption) {
  Unheard before;
  for (int waited = 0; waited < kPatience; waited += kInterval) {
    const Unheard unheard = find_unheard();
    if (unheard.connections == 0) return;
    if (unheard != before) waited = 0;
    before = unheard;
    pollfd source{interruption, POLLIN, 0};
    if (poll(&source, 1, kInterval) > 0) return;
  }
}

}  // namespace sinfonia::launcher
