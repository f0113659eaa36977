// Why the helper refuses: one word, one exit status and one sentence each. docs/privileges.md has the same
// table.
#pragma once

#include <cstdint>

namespace sinfonia::helper {

enum class Reason : std::uint8_t {
  kNone,
  kUsage,
  kClosedDescriptor,
  kUnconfined,
  kSetuid,
  kTooManyCapabilities,
  kNoNewPrivileges,
  kBoundingSet,
  kNosuidMount,
  kNotGranted,
  kBadName,
  kNotANetworkNamespace,
  kOutOfSight,
  kOwnNamespace,
  kNestedNamespace,
  kNotOwner,
  kUnverified,
  kNoWireguard,
  kNameTaken,
  kKernelRefused,
  kNoAnswer,
};

// Texts in place of pointers to texts: a program that relocates nothing has nothing to relocate wrongly.
struct ReasonRow {
  Reason reason;
  std::uint8_t status;
  char word[24];
  char sentence[140];
};

const ReasonRow& row_of(Reason reason);

// Whether to go on. `error`: the errno, where the kernel gave one.
struct Verdict {
  Reason reason = Reason::kNone;
  int error = 0;

  explicit operator bool() const { return reason == Reason::kNone; }
};

}  // namespace sinfonia::helper
