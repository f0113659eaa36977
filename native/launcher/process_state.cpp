#include "launcher/process_state.hpp"

#include <array>
#include <charconv>
#include <string_view>

#include "launcher/fixed_text.hpp"
#include "launcher/text_file.hpp"

namespace sinfonia::launcher {

ProcessState process_state(pid_t pid) {
  std::array<char, 512> buffer;
  const std::string_view text = read_file((FixedText() << "/proc/" << pid << "/stat").c_str(), buffer);
  // "1 (name) S 0 …", and a name may hold parentheses and spaces itself.
  const std::size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos || name_end + 4 > text.size()) return {};
  ProcessState result{text[name_end + 2], 0};
  std::from_chars(text.begin() + name_end + 4, text.end(), result.parent);
  return result;
}

}  // namespace sinfonia::launcher
