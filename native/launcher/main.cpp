// sinfonia-launcher: what TypeScript cannot do by itself, in one small static program.
#include <span>
#include <string_view>

#include "launcher/keep.hpp"
#include "launcher/message.hpp"
#include "launcher/named_namespaces.hpp"
#include "launcher/supervise.hpp"

int main(int argc, char** argv) {
  using namespace sinfonia::launcher;
  const std::span<char*> arguments(argv, static_cast<std::size_t>(argc));
  const std::string_view verb = arguments.size() > 1 ? arguments[1] : "";
  if (verb == "keep") return keep(arguments.subspan(2));
  if (verb == "netns") return change_named_namespaces(arguments.subspan(2));
  if (verb == "supervise") return supervise(arguments.subspan(2));
  print_message("sinfonia-launcher is a part of sinfonia-tier3, not a command of its own");
  return 2;
}
