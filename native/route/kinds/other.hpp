// A kind of link that has no file here: what is inside its IFLA_INFO_DATA, as bytes.
#pragma once

#include <cstddef>
#include <vector>

namespace sinfonia::route {

struct OtherKind {
  std::vector<std::byte> data;
};

}  // namespace sinfonia::route
