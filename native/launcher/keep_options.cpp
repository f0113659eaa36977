#include "launcher/keep_options.hpp"

#include <string_view>

#include "launcher/option_reader.hpp"

namespace sinfonia::launcher {

bool read_options(std::span<char*> arguments, KeepOptions& options) {
  OptionReader reader(arguments);
  while (const char* const text = reader.next()) {
    const std::string_view name = text;
    if (name == "--tun") {
      options.tun = true;
    } else if (name == "--privileged") {
      options.privileged = true;
    } else if (name == "--uid") {
      reader.number(options.inside.uid);
    } else if (name == "--gid") {
      reader.number(options.inside.gid);
    } else if (name == "--enter") {
      reader.text(options.enter);
    } else if (name == "--files") {
      reader.text(options.files);
    } else {
      return false;
    }
  }
  return reader.ok();
}

}  // namespace sinfonia::launcher
