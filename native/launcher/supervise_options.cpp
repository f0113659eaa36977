#include "launcher/supervise_options.hpp"

#include <string_view>

#include "launcher/option_reader.hpp"

namespace sinfonia::launcher {

bool read_options(std::span<char*> arguments, SuperviseOptions& options) {
  OptionReader reader(arguments);
  while (const char* const text = reader.next()) {
    const std::string_view name = text;
    if (name == "--debug") {
      options.debug = true;
    } else if (name == "--wait") {
      options.wait = true;
    } else if (name == "--control") {
      reader.number(options.control);
    } else if (name == "--application") {
      reader.number(options.application);
    } else if (name == "--pid") {
      reader.number(options.pid);
    } else if (name == "--engine") {
      reader.number(options.engine);
    } else if (name == "--log") {
      reader.number(options.log);
    } else if (name == "--status") {
      reader.number(options.status.emplace());
    } else {
      return false;
    }
  }
  return reader.ok() && options.control > 2 && options.pid > 0;
}

}  // namespace sinfonia::launcher
