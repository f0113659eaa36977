#include "launcher/resolver_target.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <climits>
#include <string_view>

#include "launcher/fixed_text.hpp"

namespace sinfonia::launcher {
namespace {

constexpr const char* kDirectory = "/etc";
constexpr const char* kName = "resolv.conf";
// The kernel's own limit for links in a path (MAXSYMLINKS).
constexpr int kMaximumLinks = 40;

system::UniqueFd create_empty(int directory, const char* name) {
  return system::UniqueFd(openat(directory, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0444));
}

// The last place of a chain of symbolic links: a directory, and a name in it that does not exist.
struct LooseEnd {
  system::UniqueFd directory;
  std::array<char, PATH_MAX> name{};

  // Shorter than PATH_MAX.
  void set_name(std::string_view text) { *std::copy(text.begin(), text.end(), name.begin()) = '\0'; }
};

// False: the chain ends where even the directory is missing.
bool follow_links(LooseEnd& end) {
  end.directory.reset(open(kDirectory, O_PATH | O_DIRECTORY | O_CLOEXEC));
  end.set_name(kName);
  for (int links = 0; links < kMaximumLinks && end.directory; ++links) {
    std::array<char, PATH_MAX> link;
    const ssize_t size = readlinkat(end.directory.get(), end.name.data(), link.data(), link.size() - 1);
    if (size < 0) return errno == ENOENT;
    const std::string_view text(link.data(), static_cast<std::size_t>(size));
    const std::size_t slash = text.rfind('/');
    end.set_name(slash == std::string_view::npos ? text : text.substr(slash + 1));
    if (slash == std::string_view::npos) continue;
    link[std::max<std::size_t>(slash, 1)] = '\0';
    end.directory =
        system::UniqueFd(openat(end.directory.get(), link.data(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  }
  return false;
}

// /etc as before, with an empty resolv.conf in place of none. The kernel allows it from Linux 5.11 on.
Failure overlay_directory() {
  constexpr const char* kAbove = "/etc/above";
  const system::UniqueFd below(open(kDirectory, O_PATH | O_DIRECTORY | O_CLOEXEC));
  // Hides /etc until the overlay stands on it; the descriptor still leads below.
  if (mount("tmpfs", kDirectory, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=64k") != 0) {
    return failed("mount-tmpfs", kDirectory);
  }
  const FixedText layers = FixedText() << "lowerdir=" << kAbove << ":" << descriptor_path(below.get()).view();
  Failure failure;
  if (mkdir(kAbove, 0755) != 0 || !create_empty(AT_FDCWD, "/etc/above/resolv.conf")) {
    failure = failed("create-file", "/etc/above/resolv.conf");
  } else if (mount("overlay", kDirectory, "overlay", MS_NOSUID | MS_NODEV | MS_RDONLY, layers.c_str()) != 0) {
    failure = failed("mount-overlay", kDirectory);
  }
  if (failure) umount2(kDirectory, MNT_DETACH);
  return failure;
}

}  // namespace

Failure find_resolver_target(const char* path, const ResolverMasks& masks, system::UniqueFd& target) {
  struct stat place {};
  target.reset(open(path, O_PATH | O_CLOEXEC));
  if (target && fstat(target.get(), &place) == 0 && S_ISREG(place.st_mode)) return {};
  LooseEnd end;
  if (!target && follow_links(end) && fstat(end.directory.get(), &place) == 0 &&
      masks.contain(place.st_dev)) {
    if (!create_empty(end.directory.get(), end.name.data())) return failed("create-file", path);
  } else if (const Failure failure = overlay_directory()) {
    return failure;
  }
  target.reset(open(path, O_PATH | O_CLOEXEC));
  return target ? Failure{} : failed("open-resolver", path);
}

}  // namespace sinfonia::launcher
