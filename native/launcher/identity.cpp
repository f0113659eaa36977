#include "launcher/identity.hpp"

#include <sys/syscall.h>
#include <unistd.h>

#include "launcher/fixed_text.hpp"
#include "launcher/text_file.hpp"

namespace sinfonia::launcher {
namespace {

FixedText map_line(unsigned inside, unsigned outside) {
  return FixedText() << inside << " " << outside << " 1\n";
}

unsigned or_else(unsigned number, unsigned otherwise) {
  return number == Identity::kUnchanged ? otherwise : number;
}

}  // namespace

Identity current_identity() { return {geteuid(), getegid()}; }

Failure map_identity(Identity outside, Identity inside) {
  const FixedText uid = map_line(or_else(inside.uid, outside.uid), outside.uid);
  const FixedText gid = map_line(or_else(inside.gid, outside.gid), outside.gid);
  if (!write_file("/proc/self/setgroups", "deny")) return failed("setgroups", "/proc/self/setgroups");
  if (!write_file("/proc/self/uid_map", uid.view())) return failed("uid_map", "/proc/self/uid_map");
  if (!write_file("/proc/self/gid_map", gid.view())) return failed("gid_map", "/proc/self/gid_map");
  return {};
}

// System calls: a process with one thread needs nothing of what the C library does for several.
Failure assume_identity(Identity wanted) {
  if (wanted.uid == Identity::kUnchanged && wanted.gid == Identity::kUnchanged) return {};
  // EPERM: who has no right to change them has none to be rid of.
  if (syscall(SYS_setgroups, 0, nullptr) != 0 && errno != EPERM) return failed("groups");
  if (syscall(SYS_setresgid, wanted.gid, wanted.gid, wanted.gid) != 0) return failed("gid");
  if (syscall(SYS_setresuid, wanted.uid, wanted.uid, wanted.uid) != 0) return failed("uid");
  return {};
}

}  // namespace sinfonia::launcher
