#include "helper/process.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/prctl.h>
#include <linux/seccomp.h>
#include <sys/vfs.h>

#include <csignal>

#include "helper/filter.hpp"
#include "helper/kernel.hpp"

namespace sinfonia::helper {
namespace {

constexpr std::uint32_t kNetAdmin = std::uint32_t{1} << CAP_NET_ADMIN;
// statfs(2); the libcs have it for statvfs(3) alone.
constexpr long kMountedNosuid = 2;

struct CapabilitySets {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct halves[_LINUX_CAPABILITY_U32S_3]{};
};

// Both sets, and no inheritable ones; the kernel takes ambient ones away with them.
Verdict set_capabilities(std::uint32_t set) {
  CapabilitySets sets;
  sets.halves[0].permitted = set;
  sets.halves[0].effective = set;
  const int error = error_of(call(SYS_capset, &sets.header, sets.halves));
  return error == 0 ? Verdict{} : Verdict{Reason::kKernelRefused, error};
}

bool has_standard_descriptors() {
  for (int descriptor = 0; descriptor <= 2; ++descriptor) {
    if (call(SYS_fcntl, descriptor, F_GETFD) < 0) return false;
  }
  return true;
}

// Without /proc it is not known, and the answer is no.
bool is_on_nosuid_mount() {
  struct statfs mount {};
  return call(SYS_statfs, "/proc/self/exe", &mount) == 0 && (mount.f_flags & kMountedNosuid) != 0;
}

}  // namespace

void block_signals() {
  const std::uint64_t all = ~std::uint64_t{0};
  call(SYS_rt_sigprocmask, SIG_SETMASK, &all, 0, sizeof all);
}

ProcessFacts observe_process() {
  ProcessFacts facts;
  facts.has_standard_descriptors = has_standard_descriptors();
  call(SYS_getresuid, &facts.user.real, &facts.user.effective, &facts.user.saved);
  call(SYS_getresgid, &facts.group.real, &facts.group.effective, &facts.group.saved);
  CapabilitySets sets;
  call(SYS_capget, &sets.header, sets.halves);
  facts.permitted = sets.halves[0].permitted | std::uint64_t{sets.halves[1].permitted} << 32;
  if (facts.permitted != 0) return facts;
  facts.no_new_privileges = call(SYS_prctl, PR_GET_NO_NEW_PRIVS) == 1;
  facts.is_in_bounding_set = call(SYS_prctl, PR_CAPBSET_READ, CAP_NET_ADMIN) == 1;
  facts.is_on_nosuid_mount = is_on_nosuid_mount();
  return facts;
}

Verdict close_other_descriptors() {
  const int error = error_of(call(SYS_close_range, 4, ~0U, 0));
  return error == 0 ? Verdict{} : Verdict{Reason::kUnconfined, error};
}

Verdict confine() {
  const sock_fprog program = filter_program();
  int error = error_of(call(SYS_prctl, PR_SET_DUMPABLE, 0));
  if (error == 0) error = error_of(call(SYS_prctl, PR_SET_NO_NEW_PRIVS, 1));
  if (error == 0) error = error_of(call(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program));
  return error == 0 ? Verdict{} : Verdict{Reason::kUnconfined, error};
}

Verdict raise_net_admin() { return set_capabilities(kNetAdmin); }

void drop_everything() {
  set_capabilities(0);
  call(SYS_close_range, 3, ~0U, 0);
}

}  // namespace sinfonia::helper
