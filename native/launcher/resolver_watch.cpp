#include "launcher/resolver_watch.hpp"

#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <climits>
#include <string_view>

#include "launcher/fixed_text.hpp"

namespace sinfonia::launcher {
namespace {

constexpr std::array kDirectories{"/etc", "/run", "/run/systemd", "/var/run"};

}  // namespace

void ResolverWatch::start(int target) {
  notifications_.reset(inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (!notifications_) return;
  for (const char* directory : kDirectories) add(directory);
  std::array<char, PATH_MAX> path;
  const ssize_t size = readlink(descriptor_path(target).c_str(), path.data(), path.size() - 1);
  const std::string_view text(path.data(), size > 0 ? static_cast<std::size_t>(size) : 0);
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return;
  path[slash] = '\0';
  add(path.data());
}

void ResolverWatch::drain() const {
  std::array<char, 4096> events;
  while (read(notifications_.get(), events.data(), events.size()) > 0) {
  }
}

void ResolverWatch::add(const char* directory) const {
  inotify_add_watch(notifications_.get(), directory, IN_CREATE | IN_MOVED_TO | IN_DELETE | IN_ONLYDIR);
}

}  // namespace sinfonia::launcher
