#include "launcher/execute.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <string_view>

#include "launcher/launch.hpp"

namespace sinfonia::launcher {
namespace {

// Where an environment without PATH looks; the shells' own default.
constexpr std::string_view kDefaultPath = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

std::string_view search_path(char* const* environment) {
  constexpr std::string_view kName = "PATH=";
  for (; *environment != nullptr; ++environment) {
    const std::string_view entry = *environment;
    if (entry.starts_with(kName)) return entry.substr(kName.size());
  }
  return kDefaultPath;
}

// A file that the kernel has no loader for is a script without #!, as in POSIX's execvp.
int execute_script(const char* path, char* const* arguments, char* const* environment) {
  TextArray shell;
  std::size_t count = 0;
  while (arguments[count] != nullptr) ++count;
  if (!shell.allocate(count + 1)) return ENOMEM;
  shell.set(0, "/bin/sh");
  shell.set(1, path);
  for (std::size_t i = 1; i < count; ++i) shell.set(i + 1, arguments[i]);
  execve("/bin/sh", shell.get(), environment);
  return errno;
}

ExecuteFailure execute_file(const char* path, char* const* arguments, char* const* environment) {
  execve(path, arguments, environment);
  const int error = errno;
  if (error == ENOEXEC) return {execute_script(path, arguments, environment), false};
  return {error, error == ENOENT && access(path, F_OK) == 0};
}

// Whether the next directory may have another file of this name. As in execvp(3), plus the missing
// interpreter.
bool looks_on(const ExecuteFailure& failure) {
  constexpr std::array kErrors{ENOENT, ENOTDIR, EACCES, ENODEV, ESTALE, ETIMEDOUT, ENAMETOOLONG};
  return std::find(kErrors.begin(), kErrors.end(), failure.error) != kErrors.end();
}

}  // namespace

ExecuteFailure execute(const char* program, char* const* arguments, char* const* environment) {
  const std::string_view name = program;
  if (name.empty()) return {ENOENT, false};
  if (name.find('/') != std::string_view::npos) return execute_file(program, arguments, environment);
  std::string_view rest = search_path(environment);
  ExecuteFailure remembered{ENOENT, false};
  for (;;) {
    const std::string_view directory = rest.substr(0, rest.find(':'));
    std::array<char, PATH_MAX> path;
    if (directory.size() + 1 + name.size() < path.size()) {
      // An empty directory is the working directory.
      const std::string_view separator = directory.empty() ? "" : "/";
      char* end = std::copy(directory.begin(), directory.end(), path.data());
      end = std::copy(separator.begin(), separator.end(), end);
      *std::copy(name.begin(), name.end(), end) = '\0';
      const ExecuteFailure failure = execute_file(path.data(), arguments, environment);
      if (!looks_on(failure)) return failure;
      // A file that can't be executed, not one in a directory that can't be searched.
      if (failure.error != ENOENT && access(path.data(), F_OK) == 0) remembered = failure;
      if (failure.interpreter_missing) remembered = failure;
    }
    if (directory.size() == rest.size()) return remembered;
    rest.remove_prefix(directory.size() + 1);
  }
}

}  // namespace sinfonia::launcher
