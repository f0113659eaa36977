#include "addon/open_socket.hpp"

#include <fcntl.h>
#include <linux/sockios.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "namespace/envoy.hpp"
#include "namespace/visitor.hpp"
#include "netlink/socket.hpp"

namespace sinfonia::addon {

using netlink::Socket;
using system::Result;
using system::SystemError;
using system::UniqueFd;

namespace {

// What a thread that visits does, else an envoy.
template <typename Open, typename Send>
Result<UniqueFd> open_in(UniqueFd name_space, Open&& open, Send&& send) {
  const Result<name_space::Handle> handle = name_space::Handle::adopt(std::move(name_space));
  if (!handle) return handle.error();
  Result<UniqueFd> opened = SystemError{EINVAL, "open"};
  const SystemError error = visit(*handle, [&] { opened = open(); });
  if (!error) return opened;
  if (error.error != EPERM) return error;
  opened = send(*handle);
  // It belongs to the user namespace in which the caller is already.
  if (!opened && opened.error().error == EINVAL) return error;
  return opened;
}

Result<UniqueFd> open_device(const char* path) {
  UniqueFd device(open(path, O_RDWR | O_CLOEXEC));
  if (!device) return system::last_error("open");
  return device;
}

}  // namespace

Result<UniqueFd> open_socket_in(UniqueFd name_space, int protocol) {
  return open_in(
      std::move(name_space), [&] { return Socket::open(protocol); },
      [&](const name_space::Handle& handle) {
        return name_space::socket_by_envoy(handle, AF_NETLINK, SOCK_RAW, protocol);
      });
}

Result<UniqueFd> open_socket_beside(int socket, int protocol) {
  UniqueFd name_space(ioctl(socket, SIOCGSKNS));
  if (!name_space) return system::last_error("ioctl");
  return open_socket_in(std::move(name_space), protocol);
}

Result<UniqueFd> open_device_at(const Origin& origin, const char* path) {
  if (origin.is_own_namespace) return open_device(path);
  UniqueFd name_space(ioctl(origin.socket, SIOCGSKNS));
  if (!name_space) return system::last_error("ioctl");
  return open_in(
      std::move(name_space), [&] { return open_device(path); },
      [&](const name_space::Handle& handle) { return name_space::device_by_envoy(handle, path); });
}

}  // namespace sinfonia::addon
