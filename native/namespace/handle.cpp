#include "namespace/handle.hpp"

#include <fcntl.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <sys/ioctl.h>

namespace sinfonia::name_space {

using system::last_error;
using system::Result;
using system::SystemError;
using system::UniqueFd;

Result<Handle> Handle::adopt(UniqueFd descriptor) {
  const int type = ioctl(descriptor.get(), NS_GET_NSTYPE);
  // ENOTTY: something else than a namespace.
  if (type < 0 && errno != ENOTTY) return last_error("ioctl");
  if (type != CLONE_NEWNET) return SystemError{EINVAL, "ioctl"};
  return Handle(std::move(descriptor));
}

Result<Handle> Handle::open_path(const std::string& path) {
  // O_NONBLOCK: whatever the path is, opening it must not wait.
  UniqueFd descriptor(open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!descriptor) return last_error("open");
  return adopt(std::move(descriptor));
}

Result<Handle> Handle::open_process(pid_t process) {
  return open_path("/proc/" + std::to_string(process) + "/ns/net");
}

Result<uid_t> Handle::owner() const {
  const UniqueFd user_namespace(ioctl(descriptor_.get(), NS_GET_USERNS));
  if (!user_namespace) return last_error("ioctl");
  uid_t owner = 0;
  if (ioctl(user_namespace.get(), NS_GET_OWNER_UID, &owner) != 0) return last_error("ioctl");
  return owner;
}

}  // namespace sinfonia::name_space
