// What the helper says: one line of JSON on stdout.
#pragma once

#include <array>
#include <string_view>

#include "helper/reason.hpp"

namespace sinfonia::helper {

struct Line {
  std::array<char, 384> text{};
  std::size_t size = 0;
};

// `name` is a valid one where the verdict is yes, and is not looked at where it is no.
Line answer_line(const Verdict& verdict, std::string_view name);

}  // namespace sinfonia::helper
