#include "helper/name_space.hpp"

#include <linux/magic.h>
#include <linux/nsfs.h>
#include <linux/sched.h>
#include <sys/vfs.h>

#include "helper/kernel.hpp"

namespace sinfonia::helper {
namespace {

bool lies_on_nsfs(int descriptor) {
  struct statfs file_system {};
  return call(SYS_fstatfs, descriptor, &file_system) == 0 && file_system.f_type == NSFS_MAGIC;
}

}  // namespace

// ioctl_ns(2). Whose a namespace is never changes, and nobody else has this table of descriptors: what is
// found here holds until the link is there. The descriptors that it opens are closed with all others.
NamespaceFacts observe_namespace() {
  NamespaceFacts facts;
  facts.is_namespace = lies_on_nsfs(kNamespaceDescriptor);
  if (!facts.is_namespace) return facts;
  facts.type = call(SYS_ioctl, kNamespaceDescriptor, NS_GET_NSTYPE);
  if (facts.type != CLONE_NEWNET) return facts;
  const long owner = call(SYS_ioctl, kNamespaceDescriptor, NS_GET_USERNS);
  facts.owner_error = error_of(owner);
  if (owner < 0) return facts;
  facts.uid_error = error_of(call(SYS_ioctl, owner, NS_GET_OWNER_UID, &facts.uid));
  const long parent = call(SYS_ioctl, owner, NS_GET_PARENT);
  facts.parent_error = error_of(parent);
  if (parent < 0) return facts;
  facts.grandparent_error = error_of(call(SYS_ioctl, parent, NS_GET_PARENT));
  return facts;
}

}  // namespace sinfonia::helper
