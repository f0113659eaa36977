#include "launcher/namespaces.hpp"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/statvfs.h>

#include <string_view>

#include "launcher/directory.hpp"
#include "launcher/fixed_text.hpp"
#include "launcher/mount_flags.hpp"
#include "launcher/text_file.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {
namespace {

// For comfort alone, and read-only in most containers: failing is no reason to refuse the namespace.
void open_to_everyone_inside() {
  const Identity inside = current_identity();
  const FixedText range = FixedText() << inside.gid << " " << inside.gid;
  write_file("/proc/sys/net/ipv4/ping_group_range", range.view());
  write_file("/proc/sys/net/ipv4/ip_unprivileged_port_start", "0");
}

// The kernel lets nobody mount a sysfs with more freedom than the one that he sees.
unsigned long kept_flags(const struct statvfs& old) {
  unsigned long flags = 0;
  if ((old.f_flag & ST_RDONLY) != 0) flags |= MS_RDONLY;
  if ((old.f_flag & ST_NOATIME) != 0) flags |= MS_NOATIME;
  if ((old.f_flag & ST_NODIRATIME) != 0) flags |= MS_NODIRATIME;
  return flags;
}

Failure hide_mounts() {
  if (mount(nullptr, "/", nullptr, MS_REC | MS_SLAVE, nullptr) != 0) return failed("mount-slave", "/");
  return {};
}

// In it, this process has every capability where it belongs to its user, or to a user namespace of his.
Failure enter_owner(int network, const char* label) {
  const system::UniqueFd owner(ioctl(network, NS_GET_USERNS));
  if (!owner) return failed("enter-outer", label);
  if (setns(owner.get(), CLONE_NEWUSER) != 0) {
    // EINVAL: this process is in it, and may not enter what belongs to it.
    return {EPERM, errno == EINVAL ? "enter-own" : "enter-foreign", label};
  }
  return {};
}

// Both by paths through descriptors, since the names can be longer than a FixedText.
Failure show_file(int from, int to, const char* name, const char* label) {
  const system::UniqueFd source(openat(from, name, O_PATH | O_CLOEXEC));
  const system::UniqueFd target(openat(to, name, O_PATH | O_CLOEXEC));
  if (!source || !target) return errno == ENOENT ? Failure{} : failed("show-file", label);
  const FixedText path = descriptor_path(target.get());
  if (mount(descriptor_path(source.get()).c_str(), path.c_str(), nullptr, MS_BIND, nullptr) != 0)
    return failed("show-file", label);
  return {};
}

}  // namespace

Failure create_namespaces(Identity inside) {
  const Identity outside = current_identity();
  if (unshare(CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWNS) != 0) return failed("unshare");
  if (const Failure failure = map_identity(outside, inside)) return failure;
  if (const Failure failure = hide_mounts()) return failure;
  open_to_everyone_inside();
  return {};
}

Failure enter_namespace(int network, const char* label) {
  const int type = ioctl(network, NS_GET_NSTYPE);
  if (type != CLONE_NEWNET) return {type < 0 ? errno : EINVAL, "enter-type", label};
  if (setns(network, CLONE_NEWNET) != 0) {
    if (errno != EPERM) return failed("enter", label);
    if (const Failure failure = enter_owner(network, label)) return failure;
    if (setns(network, CLONE_NEWNET) != 0) return failed("enter", label);
  }
  if (unshare(CLONE_NEWNS) != 0) return failed("unshare");
  return hide_mounts();
}

Failure show_configuration(const char* directory) {
  const system::UniqueFd from(open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!from) return errno == ENOENT ? Failure{} : failed("show-file", directory);
  const system::UniqueFd to(open("/etc", O_PATH | O_DIRECTORY | O_CLOEXEC));
  Failure failure;
  visit_names(from.get(), [&](const char* name) {
    const std::string_view text = name;
    if (failure || text == "." || text == ".." || text == "resolv.conf") return;
    failure = show_file(from.get(), to.get(), name, directory);
  });
  return failure;
}

void mount_sysfs() {
  struct statvfs old {};
  if (statvfs("/sys", &old) != 0) return;
  const system::UniqueFd cgroup(open("/sys/fs/cgroup", O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (mount("sysfs", "/sys", "sysfs", kHarmless | kept_flags(old), nullptr) != 0 || !cgroup) return;
  const FixedText source = descriptor_path(cgroup.get());
  if (mount(source.c_str(), "/sys/fs/cgroup", nullptr, MS_BIND | MS_REC, nullptr) != 0)
    umount2("/sys", MNT_DETACH);
}

}  // namespace sinfonia::launcher
