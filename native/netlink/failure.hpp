// Why a request failed.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "system/result.hpp"
#include "system/system_error.hpp"

namespace sinfonia::netlink {

struct Failure {
  // Positive.
  int error = 0;
  // A string constant: the request where the kernel refused it ("RTM_NEWLINK"), else the system call
  // ("recvmsg").
  const char* call = "";
  // The kernel's words.
  std::string detail;
  // The attribute it refused, by name and path.
  std::string attribute;
  // What was being listed changed in each of the attempts to list it.
  bool dump_interrupted = false;
  // Some of what was to be changed has been.
  bool partly_applied = false;

  Failure() = default;
  // Implicit on purpose: a failed system call is one way to fail.
  Failure(const system::SystemError& failed) : error(failed.error), call(failed.call) {}
  Failure(int number, const char* request, std::string words = {})
      : error(number), call(request), detail(std::move(words)) {}
};

template <typename Value>
using Result = system::Result<Value, Failure>;

// nullopt: done.
using Refusal = std::optional<Failure>;

}  // namespace sinfonia::netlink
