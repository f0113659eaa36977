#include "launcher/tun.hpp"

#include <fcntl.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>

#include <cstring>

namespace sinfonia::launcher {

Failure open_tun(Tun& tun) {
  constexpr const char* kDevice = "/dev/net/tun";
  ifreq request{};
  request.ifr_flags = IFF_TUN | IFF_NO_PI | IFF_VNET_HDR;
  std::strcpy(request.ifr_name, "wg%d");
  tun.descriptor.reset(open(kDevice, O_RDWR | O_CLOEXEC));
  if (!tun.descriptor) return failed("tun-open", kDevice);
  if (ioctl(tun.descriptor.get(), TUNSETIFF, &request) != 0) return failed("tun-create", kDevice);
  std::memcpy(tun.name, request.ifr_name, sizeof tun.name);
  return {};
}

}  // namespace sinfonia::launcher
