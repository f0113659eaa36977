#include "launcher/descriptors.hpp"

#include <fcntl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "launcher/directory.hpp"

namespace sinfonia::launcher {
namespace {

#ifdef SYS_close_range
constexpr long kCloseRange = SYS_close_range;
#else
constexpr long kCloseRange = 436;
#endif

}  // namespace

void close_from(int first) {
  if (syscall(kCloseRange, static_cast<unsigned>(first), ~0U, 0U) == 0) return;
  visit_numbers("/proc/self/fd", [first](int descriptor, int directory) {
    if (descriptor >= first && descriptor != directory) close(descriptor);
  });
}

void make_stdio_blocking() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    const int flags = fcntl(descriptor, F_GETFL);
    if (flags >= 0 && (flags & O_NONBLOCK) != 0) fcntl(descriptor, F_SETFL, flags & ~O_NONBLOCK);
  }
}

}  // namespace sinfonia::launcher
