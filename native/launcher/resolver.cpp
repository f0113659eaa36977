#include "launcher/resolver.hpp"

#include <fcntl.h>
#include <linux/mount.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "launcher/fixed_text.hpp"
#include "launcher/mount_flags.hpp"
#include "launcher/resolver_masks.hpp"
#include "launcher/resolver_target.hpp"

namespace sinfonia::launcher {
namespace {

constexpr const char* kResolvConf = "/etc/resolv.conf";

// A file in a tmpfs that stands nowhere, bound over `target`. A directory that surely exists is covered for
// an instant to make it; it is /sys because nobody misses it.
Failure bind_new_file(int target, system::UniqueFd& file) {
  constexpr const char* kDirectory = "/sys";
  constexpr const char* kFile = "/sys/resolv.conf";
  if (mount("tmpfs", kDirectory, "tmpfs", kHarmless, "mode=755,size=4m") != 0)
    return failed("mount-tmpfs", kDirectory);
  Failure failure;
  file.reset(open(kFile, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0444));
  if (!file) {
    failure = failed("create-file", kFile);
  } else if (mount(kFile, descriptor_path(target).c_str(), nullptr, MS_BIND, nullptr) != 0) {
    failure = failed("bind-resolver", kResolvConf);
  }
  umount2(kDirectory, MNT_DETACH);
  return failure;
}

// The path now leads to the file that was bound, the old descriptor to what lies under it.
Failure make_read_only() {
  const system::UniqueFd bound(open(kResolvConf, O_PATH | O_CLOEXEC));
  constexpr unsigned long kFlags = MS_REMOUNT | MS_BIND | MS_RDONLY | kHarmless;
  if (!bound || mount(nullptr, descriptor_path(bound.get()).c_str(), nullptr, kFlags, nullptr) != 0) {
    return failed("remount-resolver", kResolvConf);
  }
  return {};
}

}  // namespace

Failure Resolver::prepare() {
  system::UniqueFd target;
  if (const Failure failure = mask(target)) return failure;
  // Before it is covered: then its path is that of the mount.
  watch_.start(target.get());
  if (const Failure failure = bind_new_file(target.get(), file_)) {
    file_.reset();
    return failure;
  }
  if (const Failure failure = make_read_only()) return failure;
  keep_spare();
  return {};
}

Failure Resolver::mask(system::UniqueFd& target) {
  // Before the target is looked for, since it may lie in what they cover.
  if (const Failure failure = masks_.mount()) return failure;
  const Failure failure = find_resolver_target(kResolvConf, masks_, target);
  if (const Failure other = masks_.make_read_only()) return other;
  return failure;
}

// Nobody is there to be told of a failure; the host's file shows inside then.
void Resolver::renew() {
  watch_.drain();
  if (stands()) {
    masks_.mount();
    masks_.make_read_only();
    return;
  }
  system::UniqueFd target;
  if (mask(target)) return;
  constexpr unsigned kFlags = MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH;
  if (syscall(SYS_move_mount, spare_.get(), "", target.get(), "", kFlags) == 0) keep_spare();
}

bool Resolver::stands() const {
  struct stat seen {};
  struct stat ours {};
  return stat(kResolvConf, &seen) == 0 && fstat(file_.get(), &ours) == 0 && seen.st_dev == ours.st_dev &&
         seen.st_ino == ours.st_ino;
}

// A mount whose file the host has replaced is gone, and the file cannot be mounted from a descriptor alone.
void Resolver::keep_spare() {
  constexpr unsigned kFlags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC;
  spare_.reset(static_cast<int>(syscall(SYS_open_tree, AT_FDCWD, kResolvConf, kFlags)));
}

Failure Resolver::set(std::span<const std::byte> text) {
  if (!file_) {
    if (const Failure failure = prepare()) return failure;
  }
  if (pwrite(file_.get(), text.data(), text.size(), 0) != static_cast<ssize_t>(text.size()) ||
      ftruncate(file_.get(), static_cast<off_t>(text.size())) != 0) {
    return failed("write-resolver", kResolvConf);
  }
  return {};
}

}  // namespace sinfonia::launcher
