#include "launcher/descendants.hpp"

#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <string_view>

#include "launcher/directory.hpp"
#include "launcher/process_state.hpp"
#include "launcher/text_file.hpp"

namespace sinfonia::launcher {
namespace {

// Needs a kernel with CONFIG_PROC_CHILDREN. "12 34 56 ", and what is cut off is there the next time.
bool kill_listed_children() {
  std::array<char, 4096> buffer;
  std::string_view rest = read_file("/proc/thread-self/children", buffer);
  bool found = false;
  while (rest.find(' ') != std::string_view::npos) {
    pid_t pid = 0;
    std::from_chars(rest.begin(), rest.end(), pid);
    if (pid > 0 && kill(pid, SIGKILL) == 0) found = true;
    rest.remove_prefix(rest.find(' ') + 1);
  }
  return found;
}

bool kill_scanned_children() {
  bool found = false;
  visit_numbers("/proc", [&found](pid_t pid, int) {
    if (process_state(pid).parent == getpid() && kill(pid, SIGKILL) == 0) found = true;
  });
  return found;
}

}  // namespace

bool kill_children() { return kill_listed_children() || kill_scanned_children(); }

}  // namespace sinfonia::launcher
