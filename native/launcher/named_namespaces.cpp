#include "launcher/named_namespaces.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/file.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include <string_view>

#include "launcher/control.hpp"
#include "launcher/failed_frame.hpp"
#include "launcher/message.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {
namespace {

constexpr const char* kDirectory = "/run/netns";

// The working directory, so that no path is longer than the kernel takes.
Failure enter_directory(system::UniqueFd& directory) {
  directory.reset(open(kDirectory, O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory || fchdir(directory.get()) != 0) return failed("open-directory", kDirectory);
  return {};
}

// So that a name that is given or taken is so in every mount namespace, also in those that there are already:
// the directory is a mount of its own, and a shared one.
Failure share_directory() {
  if (mount(nullptr, kDirectory, nullptr, MS_SHARED | MS_REC, nullptr) == 0) return {};
  // EINVAL: it is no mount yet.
  if (errno != EINVAL || mount(kDirectory, kDirectory, nullptr, MS_BIND | MS_REC, nullptr) != 0 ||
      mount(nullptr, kDirectory, nullptr, MS_SHARED | MS_REC, nullptr) != 0) {
    return failed("share-directory", kDirectory);
  }
  return {};
}

Failure prepare_directory() {
  if (mkdir(kDirectory, 0755) != 0 && errno != EEXIST) return failed("make-directory", kDirectory);
  system::UniqueFd directory;
  if (const Failure failure = enter_directory(directory)) return failure;
  // Against two of us, and ip(8) from version 6.0 on, which would mount it twice.
  if (flock(directory.get(), LOCK_EX) != 0) return failed("lock-directory", kDirectory);
  if (const Failure failure = share_directory()) return failure;
  // Once more: what was mounted covers what was entered.
  return enter_directory(directory);
}

Failure add(const char* name) {
  if (const Failure failure = prepare_directory()) return failure;
  const system::UniqueFd file(open(name, O_RDONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0));
  if (!file) return failed("create-name", name);
  Failure failure;
  if (unshare(CLONE_NEWNET) != 0) {
    failure = failed("unshare", name);
  } else if (mount("/proc/self/ns/net", name, nullptr, MS_BIND, nullptr) != 0) {
    failure = failed("bind-name", name);
  }
  if (failure) unlink(name);
  return failure;
}

// EINVAL: nothing is mounted there, as after somebody else's umount(8). The name goes all the same.
Failure remove(const char* name) {
  system::UniqueFd directory;
  if (const Failure failure = enter_directory(directory)) return failure;
  if (umount2(name, MNT_DETACH | UMOUNT_NOFOLLOW) != 0 && errno != EINVAL)
    return failed("unmount-name", name);
  return unlink(name) == 0 ? Failure{} : failed("delete-name", name);
}

}  // namespace

int change_named_namespaces(std::span<char*> arguments) {
  const std::string_view verb = arguments.size() == 2 ? arguments[0] : "";
  if ((verb != "add" && verb != "delete") || fcntl(kControlSocket, F_GETFD) < 0) {
    print_message("'netns' is started by sinfonia-tier3, with a socket as descriptor 3");
    return 2;
  }
  const Failure failure = verb == "add" ? add(arguments[1]) : remove(arguments[1]);
  if (!failure) return 0;
  Control control;
  control.open(kControlSocket);
  control.send(failed_frame(0, failure).frame());
  return 1;
}

}  // namespace sinfonia::launcher
