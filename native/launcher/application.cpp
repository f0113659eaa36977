#include "launcher/application.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <string_view>

#include "launcher/descriptors.hpp"
#include "launcher/execute.hpp"
#include "launcher/privileges.hpp"
#include "launcher/protocol.hpp"
#include "launcher/signal_mask.hpp"

namespace sinfonia::launcher {
namespace {

// What the child reports over a pipe that execve closes.
struct Report {
  const char* step;
  int error;
};

// Moves the descriptors to 0, 1, 2 (if it has them) and 3, 4, …, and the pipe behind them. What else is open
// closes.
bool arrange_descriptors(const Launch& launch, std::span<system::UniqueFd> descriptors, int& pipe) {
  const int first = launch.has_stdio ? 0 : 3;
  const int end = first + static_cast<int>(descriptors.size());
  // Out of the way first: some may stand where others go.
  const int moved = fcntl(pipe, F_DUPFD_CLOEXEC, end);
  if (moved < 0) return false;
  pipe = moved;
  for (system::UniqueFd& descriptor : descriptors) {
    descriptor.reset(fcntl(descriptor.get(), F_DUPFD_CLOEXEC, end));
    if (!descriptor) return false;
  }
  for (int at = first; at < end; ++at) {
    if (dup2(descriptors[static_cast<std::size_t>(at - first)].release(), at) < 0) return false;
  }
  if (pipe != end && dup3(pipe, end, O_CLOEXEC) < 0) return false;
  pipe = end;
  close_from(end + 1);
  return true;
}

void set_dispositions(std::uint64_t ignored) {
  for (int number = 1; number < NSIG; ++number) {
    struct sigaction action {};
    action.sa_handler = ((ignored >> (number - 1)) & 1) != 0 ? SIG_IGN : SIG_DFL;
    sigaction(number, &action, nullptr);
  }
}

// False: the keeper has ended already.
bool die_with(pid_t keeper) { return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == keeper; }

// Returns only when it failed.
Report become(const Launch& launch, const Household& household, pid_t keeper,
              std::span<system::UniqueFd> descriptors, int& pipe) {
  if (!arrange_descriptors(launch, descriptors, pipe)) return {"descriptors", errno};
  make_stdio_blocking();
  if (setpgid(0, household.group) != 0) return {"process-group", errno};
  if (const Failure failure = assume_identity(launch.identity)) return {failure.step, failure.error};
  if (!household.privileged && !drop_privileges()) return {"privileges", errno};
  // Not before: a change of privileges clears it.
  if (!die_with(keeper)) return {"keeper", ESRCH};
  if (*launch.directory != '\0' && chdir(launch.directory) != 0) return {"directory", errno};
  set_dispositions(launch.ignored_signals);
  block_only(0);
  char** const environment = launch.environment.get() == nullptr ? environ : launch.environment.get();
  const ExecuteFailure failure = execute(launch.program, launch.arguments.get(), environment);
  return {failure.interpreter_missing ? "interpreter" : "execute", failure.error};
}

[[noreturn]] void child(const Launch& launch, const Household& household, pid_t keeper,
                        std::span<system::UniqueFd> descriptors, int pipe) {
  const Report report = become(launch, household, keeper, descriptors, pipe);
  [[maybe_unused]] const ssize_t written = write(pipe, &report, sizeof report);
  _exit(127);
}

// Until there is something to read, or the end of file. False: the command is gone before, for a file system
// may take its time to answer.
bool await_report(int pipe) {
  for (;;) {
    pollfd sources[]{{pipe, POLLIN, 0}, {kControlSocket, POLLRDHUP, 0}};
    if (poll(sources, 2, -1) < 0) continue;
    if (sources[0].revents != 0) return true;
    if (sources[1].revents != 0) return false;
  }
}

}  // namespace

Failure start_application(const Launch& launch, const Household& household,
                          std::span<system::UniqueFd> descriptors, pid_t& pid) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return failed("pipe");
  const system::UniqueFd reading(ends[0]);
  system::UniqueFd writing(ends[1]);
  const pid_t keeper = getpid();
  pid = fork();
  if (pid < 0) return failed("fork");
  if (pid == 0) child(launch, household, keeper, descriptors, writing.get());
  writing.reset();
  if (!await_report(reading.get())) {
    kill(pid, SIGKILL);
    return {ECANCELED, "keeper"};
  }
  Report report{};
  if (read(reading.get(), &report, sizeof report) != static_cast<ssize_t>(sizeof report)) return {};
  waitpid(pid, nullptr, 0);
  const bool is_directory = report.step == std::string_view("directory");
  return {report.error, report.step, is_directory ? launch.directory : launch.program};
}

}  // namespace sinfonia::launcher
