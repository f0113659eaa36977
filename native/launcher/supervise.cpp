#include "launcher/supervise.hpp"

#include <sys/prctl.h>
#include <sys/wait.h>

#include "launcher/message.hpp"
#include "launcher/supervisor.hpp"

namespace sinfonia::launcher {
namespace {

// Of the command's own failures, as env(1) and timeout(1) have it.
constexpr int kFailure = 125;

int end_as(int status) {
  if (WIFEXITED(status)) return WEXITSTATUS(status);
  die_by(WTERMSIG(status));
  return 128 + WTERMSIG(status);
}

}  // namespace

int supervise(std::span<char*> arguments) {
  SuperviseOptions options;
  const int signals = take_all_signals();
  if (!read_options(arguments, options) || signals < 0) {
    print_message("'supervise' is started by sinfonia-tier3");
    return kFailure;
  }
  // For ps(1). A child subreaper it is from the first moment: whoever became the supervisor has seen to that.
  prctl(PR_SET_NAME, "sinfonia-tier3", 0, 0, 0);
  Supervisor supervisor(options, signals);
  supervisor.watch();
  supervisor.clear_away();
  if (supervisor.engine_failed()) return kFailure;
  if (supervisor.status()) return end_as(*supervisor.status());
  print_message("the keeper of the namespaces was killed, and the application with it");
  return kFailure;
}

}  // namespace sinfonia::launcher
