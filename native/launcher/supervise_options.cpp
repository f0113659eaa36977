#include "launcher/supervise_options.hpp"

#include <charconv>
#include <string_view>

namespace sinfonia::launcher {
namespace {

template <typename Number>
bool read_number(std::string_view text, Number& number) {
  const auto read = std::from_chars(text.begin(), text.end(), number);
  return read.ec == std::errc() && read.ptr == text.end();
}

bool read_option(std::string_view name, std::string_view value, SuperviseOptions& options) {
  if (name == "--control") return read_number(value, options.control);
  if (name == "--application") return read_number(value, options.application);
  if (name == "--pid") return read_number(value, options.pid);
  if (name == "--log") return read_number(value, options.log);
  if (name == "--status") return read_number(value, options.status.emplace());
  return false;
}

}  // namespace

bool read_options(std::span<char*> arguments, SuperviseOptions& options) {
  for (; !arguments.empty(); arguments = arguments.subspan(1)) {
    const std::string_view name = arguments[0];
    if (name == "--debug") {
      options.debug = true;
    } else if (name == "--wait") {
      options.wait = true;
    } else {
      if (arguments.size() < 2 || !read_option(name, arguments[1], options)) return false;
      arguments = arguments.subspan(1);
    }
  }
  return options.control > 2 && options.pid > 0;
}

}  // namespace sinfonia::launcher
