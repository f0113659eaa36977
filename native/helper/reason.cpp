#include "helper/reason.hpp"

namespace sinfonia::helper {
namespace {

// clang-format off
constexpr ReasonRow kReasons[]{
    {Reason::kNone, 0, "created",
     "the link was created"},
    {Reason::kUsage, 2, "usage",
     "called otherwise than as: sinfonia-helper NAME, with a network namespace as descriptor 3"},
    {Reason::kClosedDescriptor, 3, "closed-descriptor",
     "stdin, stdout or stderr is closed"},
    {Reason::kUnconfined, 4, "unconfined",
     "this kernel lacks close_range, no_new_privs or seccomp filters, and the helper does not run without"},
    {Reason::kSetuid, 10, "setuid",
     "the helper runs set-user-ID or set-group-ID, or was started by a program that does"},
    {Reason::kTooManyCapabilities, 11, "too-many-capabilities",
     "the helper was given more than cap_net_admin: root creates the link without it"},
    {Reason::kNoNewPrivileges, 12, "no-new-privileges",
     "no_new_privs is set, as by a sandbox or service: programs gain no capability here"},
    {Reason::kBoundingSet, 13, "bounding-set",
     "the capability bounding set lacks cap_net_admin, as in most containers"},
    {Reason::kNosuidMount, 14, "nosuid-mount",
     "the helper lies on a file system that is mounted nosuid"},
    {Reason::kNotGranted, 15, "not-granted",
     "the helper's file has no cap_net_admin, or it is being traced"},
    {Reason::kBadName, 20, "bad-name",
     "a link's name is 1 to 15 letters of A-Z, a-z, 0-9, '.', '_' and '-', and neither '.' nor '..'"},
    {Reason::kNotANetworkNamespace, 21, "not-a-network-namespace",
     "descriptor 3 is no network namespace"},
    {Reason::kOutOfSight, 22, "out-of-sight",
     "the network namespace belongs to a user namespace above or beside the caller's"},
    {Reason::kOwnNamespace, 23, "own-namespace",
     "the network namespace belongs to the caller's own user namespace: it is the host's, or root's"},
    {Reason::kNestedNamespace, 24, "nested-namespace",
     "the network namespace belongs to a user namespace inside another one"},
    {Reason::kNotOwner, 25, "not-owner",
     "the network namespace belongs to another user"},
    {Reason::kUnverified, 26, "unverified",
     "the kernel did not tell whose the network namespace is"},
    {Reason::kNoWireguard, 30, "no-wireguard",
     "this kernel has no WireGuard, and no module of it to load"},
    {Reason::kNameTaken, 31, "name-taken",
     "a link of this name exists in the network namespace or, before Linux 6.13, where the helper runs"},
    {Reason::kKernelRefused, 32, "kernel-refused",
     "the kernel refused to create the link"},
    {Reason::kNoAnswer, 33, "no-answer",
     "the kernel did not answer: the link may exist"},
};
// clang-format on

constexpr bool is_in_order() {
  unsigned at = 0;
  for (const ReasonRow& row : kReasons) {
    if (static_cast<unsigned>(row.reason) != at++) return false;
  }
  return at == static_cast<unsigned>(Reason::kNoAnswer) + 1;
}
static_assert(is_in_order());

}  // namespace

const ReasonRow& row_of(Reason reason) { return kReasons[static_cast<unsigned>(reason)]; }

}  // namespace sinfonia::helper
