#include "launcher/resolver_masks.hpp"

#include <sys/stat.h>

#include <algorithm>
#include <span>

#include "launcher/mount_flags.hpp"

namespace sinfonia::launcher {
namespace {

// systemd-resolved (nss-resolve), nscd (every look-up of glibc), Avahi (nss-mdns). Where /var/run is a
// directory of its own, the last two may be there.
constexpr std::array kDirectories{"/run/systemd/resolve", "/run/nscd", "/run/avahi-daemon", "/var/run/nscd",
                                  "/var/run/avahi-daemon"};

}  // namespace

Failure ResolverMasks::mount() {
  forget_fallen();
  if (const Failure failure = remount(0)) return failure;
  for (const char* directory : kDirectories) {
    struct stat found {};
    // Also no mask over a mask, under its other name.
    if (count_ == masks_.size() || stat(directory, &found) != 0 || !S_ISDIR(found.st_mode) ||
        contain(found.st_dev)) {
      continue;
    }
    if (::mount("tmpfs", directory, "tmpfs", kHarmless, "mode=755,size=64k") != 0 ||
        stat(directory, &found) != 0) {
      return failed("mount-mask", directory);
    }
    masks_[count_++] = {directory, found.st_dev};
  }
  return {};
}

void ResolverMasks::forget_fallen() {
  const auto has_fallen = [](const Mask& mask) {
    struct stat found {};
    return stat(mask.directory, &found) != 0 || found.st_dev != mask.device;
  };
  const auto mounted = std::span(masks_).first(count_);
  const auto end = std::remove_if(mounted.begin(), mounted.end(), has_fallen);
  count_ = static_cast<std::size_t>(end - mounted.begin());
}

Failure ResolverMasks::remount(unsigned long flags) {
  for (const Mask& mask : std::span(masks_).first(count_)) {
    if (::mount(nullptr, mask.directory, nullptr, MS_REMOUNT | MS_BIND | kHarmless | flags, nullptr) != 0) {
      return failed("remount-mask", mask.directory);
    }
  }
  return {};
}

bool ResolverMasks::contain(dev_t device) const {
  const auto mounted = std::span(masks_).first(count_);
  return std::ranges::any_of(mounted, [device](const Mask& mask) { return mask.device == device; });
}

}  // namespace sinfonia::launcher
