#include "addon/create_tun.hpp"

#include <linux/if.h>
#include <linux/if_tun.h>
#include <sys/ioctl.h>

#include <cstring>

#include "addon/open_socket.hpp"

namespace sinfonia::addon {
namespace {

using netlink::Failure;
using netlink::Refusal;

// Refuses a name that is taken, rather than opening what bears it.
constexpr int kExclusive = IFF_TUN_EXCL;

short flags_of(const route::Tun& tun) {
  int flags = tun.mode | kExclusive;
  if (!tun.packet_information) flags |= IFF_NO_PI;
  if (tun.vnet_header) flags |= IFF_VNET_HDR;
  if (tun.multi_queue) flags |= IFF_MULTI_QUEUE;
  return static_cast<short>(flags);
}

// By value: the kernel takes numbers for pointers here.
Refusal set(int device, unsigned long request, const char* name, unsigned long value) {
  if (ioctl(device, request, value) != 0) return Failure(errno, name);
  return {};
}

}  // namespace

Refusal create_tun(const Origin& origin, const std::string& name, const route::Tun& tun) {
  ifreq request{};
  if (name.empty() || name.size() >= sizeof request.ifr_name) return Failure(EINVAL, "TUNSETIFF");
  const system::Result<system::UniqueFd> device = open_device_at(origin, "/dev/net/tun");
  if (!device) return device.error();
  std::memcpy(request.ifr_name, name.data(), name.size());
  request.ifr_flags = flags_of(tun);
  if (ioctl(device->get(), TUNSETIFF, &request) != 0)
    return Failure(errno == EBUSY ? EEXIST : errno, "TUNSETIFF");
  // Until it persists, it goes with the descriptor.
  Refusal refusal;
  if (tun.owner) refusal = set(device->get(), TUNSETOWNER, "TUNSETOWNER", *tun.owner);
  if (!refusal && tun.group) refusal = set(device->get(), TUNSETGROUP, "TUNSETGROUP", *tun.group);
  return refusal ? refusal : set(device->get(), TUNSETPERSIST, "TUNSETPERSIST", 1);
}

}  // namespace sinfonia::addon
