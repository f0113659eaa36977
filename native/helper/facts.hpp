// All that the policy looks at.
#pragma once

#include <cstdint>
#include <string_view>

namespace sinfonia::helper {

// getresuid(2), getresgid(2).
struct Identities {
  std::uint32_t real = 0;
  std::uint32_t effective = 0;
  std::uint32_t saved = 0;
};

// The process as exec made it.
struct ProcessFacts {
  bool has_standard_descriptors = false;
  Identities user;
  Identities group;
  // capabilities(7), bit by bit.
  std::uint64_t permitted = 0;
  // What can keep cap_net_admin from it: looked at only where it is missing.
  bool no_new_privileges = false;
  bool is_in_bounding_set = true;
  bool is_on_nosuid_mount = false;
};

// What the kernel says of descriptor 3. Each errno is 0 where the question was answered.
struct NamespaceFacts {
  // It lies on nsfs, whose ioctls can't be anybody else's answers: a FUSE file answers what its owner likes.
  bool is_namespace = false;
  // CLONE_NEW….
  long type = 0;
  // NS_GET_USERNS: EPERM where the owning user namespace is neither the helper's nor below it.
  int owner_error = 0;
  // NS_GET_PARENT of the owner: EPERM where the owner is the helper's own.
  int parent_error = 0;
  // NS_GET_PARENT of that: EPERM where the parent is the helper's own.
  int grandparent_error = 0;
  // NS_GET_OWNER_UID of the owner.
  int uid_error = 0;
  std::uint32_t uid = 0;
};

struct Facts {
  ProcessFacts process;
  int argument_count = 0;
  std::string_view name;
  NamespaceFacts name_space;
};

}  // namespace sinfonia::helper
