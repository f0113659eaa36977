// The one request that the helper makes of the kernel: RTM_NEWLINK of rtnetlink(7).
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

#include "helper/reason.hpp"

namespace sinfonia::helper {

struct Request {
  // Headers, the longest name, the namespace and the kind, to the byte.
  std::array<std::byte, 100> bytes{};
  std::size_t size = 0;
};

inline constexpr unsigned kSequence = 1;

// What its socket gets: the next one after the namespace, its owner and the parent of that.
inline constexpr unsigned kSocketDescriptor = 6;

// A link of kind wireguard and of a valid name, born in the network namespace of this descriptor; down, and
// without a key.
Request creation_request(std::string_view name, int name_space);

// Needs CAP_NET_ADMIN over the socket's namespace and over that one.
Verdict create_link(const Request& request);

}  // namespace sinfonia::helper
