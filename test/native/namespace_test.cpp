#include <fcntl.h>
#include <sys/stat.h>

#include "check.hpp"
#include "namespace/handle.hpp"
#include "namespace/visitor.hpp"

using namespace sinfonia::name_space;
using sinfonia::system::SystemError;
using sinfonia::system::UniqueFd;

TEST(handle_takes_network_namespaces_only) {
  CHECK(static_cast<bool>(Handle::open_path("/proc/self/ns/net")));
  CHECK(static_cast<bool>(Handle::open_process(getpid())));
  CHECK_EQUAL(Handle::open_path("/proc/self/ns/uts").error().error, EINVAL);
  CHECK_EQUAL(Handle::open_path("/dev/null").error().error, EINVAL);
  CHECK_EQUAL(Handle::open_path("/does/not/exist").error().error, ENOENT);
  CHECK_EQUAL(Handle::adopt(UniqueFd()).error().error, EBADF);
}

TEST(handle_tells_the_owner_where_the_kernel_lets_it) {
  const auto handle = Handle::open_path("/proc/self/ns/net");
  const auto owner = handle->owner();
  // EPERM: it is owned from outside of this user namespace, as in a container.
  CHECK(owner ? *owner != static_cast<uid_t>(-1) : owner.error().error == EPERM);
}

TEST(visitor_is_in_the_namespace_or_says_why_not) {
  const auto handle = Handle::open_path("/proc/self/ns/net");
  struct stat there {};
  bool visited = false;
  const SystemError error = visit(*handle, [&] { visited = stat("/proc/thread-self/ns/net", &there) == 0; });
  struct stat here {};
  CHECK_EQUAL(stat("/proc/thread-self/ns/net", &here), 0);
  if (error) {
    CHECK_EQUAL(error.error, EPERM);
    CHECK(!visited);
  } else {
    CHECK(visited);
    CHECK_EQUAL(there.st_ino, here.st_ino);
  }
}
