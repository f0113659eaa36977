#include "helper/policy.hpp"

#include <linux/capability.h>
#include <linux/sched.h>

#include <cerrno>

namespace sinfonia::helper {
namespace {

constexpr std::uint64_t kNetAdmin = std::uint64_t{1} << CAP_NET_ADMIN;

bool is_one(const Identities& identities) {
  return identities.real == identities.effective && identities.real == identities.saved;
}

Reason missing_because(const ProcessFacts& process) {
  if (process.no_new_privileges) return Reason::kNoNewPrivileges;
  if (!process.is_in_bounding_set) return Reason::kBoundingSet;
  if (process.is_on_nosuid_mount) return Reason::kNosuidMount;
  return Reason::kNotGranted;
}

// Inheritable capabilities are none of its own before an exec, and it makes none.
Verdict judge_process(const ProcessFacts& process) {
  if (!process.has_standard_descriptors) return {Reason::kClosedDescriptor};
  if (!is_one(process.user) || !is_one(process.group)) return {Reason::kSetuid};
  if ((process.permitted & ~kNetAdmin) != 0) return {Reason::kTooManyCapabilities};
  if (process.permitted == 0) return {missing_because(process)};
  return {};
}

// Exactly one user namespace below the helper's own, and made by who called it.
Verdict judge_namespace(const NamespaceFacts& name_space, std::uint32_t caller) {
  if (!name_space.is_namespace || name_space.type != CLONE_NEWNET) return {Reason::kNotANetworkNamespace};
  if (name_space.owner_error == EPERM) return {Reason::kOutOfSight};
  if (name_space.owner_error != 0) return {Reason::kUnverified, name_space.owner_error};
  if (name_space.parent_error == EPERM) return {Reason::kOwnNamespace};
  if (name_space.parent_error != 0) return {Reason::kUnverified, name_space.parent_error};
  if (name_space.grandparent_error == 0) return {Reason::kNestedNamespace};
  if (name_space.grandparent_error != EPERM) return {Reason::kUnverified, name_space.grandparent_error};
  if (name_space.uid_error != 0) return {Reason::kUnverified, name_space.uid_error};
  if (name_space.uid != caller) return {Reason::kNotOwner};
  return {};
}

bool is_name_letter(char letter) {
  return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') ||
         (letter >= '0' && letter <= '9') || letter == '.' || letter == '_' || letter == '-';
}

}  // namespace

bool is_link_name(std::string_view name) {
  // IFNAMSIZ counts the NUL.
  if (name.empty() || name.size() > 15) return false;
  for (const char letter : name) {
    if (!is_name_letter(letter)) return false;
  }
  const bool is_directory = name[0] == '.' && (name.size() == 1 || (name.size() == 2 && name[1] == '.'));
  return !is_directory;
}

Verdict judge(const Facts& facts) {
  if (const Verdict verdict = judge_process(facts.process); !verdict) return verdict;
  if (facts.argument_count != 2) return {Reason::kUsage};
  if (!is_link_name(facts.name)) return {Reason::kBadName};
  return judge_namespace(facts.name_space, facts.process.user.real);
}

}  // namespace sinfonia::helper
