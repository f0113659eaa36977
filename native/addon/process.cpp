#include "addon/process.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <string>
#include <vector>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"

namespace sinfonia::addon {
namespace {

using system::SystemError;

bool set_close_on_exec(int descriptor, bool on) {
  const int flags = fcntl(descriptor, F_GETFD);
  return flags >= 0 && fcntl(descriptor, F_SETFD, on ? flags | FD_CLOEXEC : flags & ~FD_CLOEXEC) == 0;
}

// close_range(2) sets the flag from Linux 5.11 on; before, /proc tells what is open.
SystemError close_all_on_exec() {
  if (syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC) == 0) return {};
  DIR* const directory = opendir("/proc/self/fd");
  if (directory == nullptr) return system::last_error("close_range");
  // NOLINTNEXTLINE(concurrency-mt-unsafe): of a stream that nobody else has.
  while (const dirent* entry = readdir(directory)) {
    const long descriptor = std::strtol(entry->d_name, nullptr, 10);
    if (descriptor > 2) set_close_on_exec(static_cast<int>(descriptor), true);
  }
  closedir(directory);
  return {};
}

// libuv marks them close-on-exec. O_NONBLOCK stays as it is: whoever shares them may have set it for himself.
void keep_standard_streams() {
  for (const int stream : {0, 1, 2}) set_close_on_exec(stream, false);
}

SystemError keep_open(const std::vector<int>& descriptors) {
  if (SystemError error = close_all_on_exec()) return error;
  for (const int descriptor : descriptors) {
    if (!set_close_on_exec(descriptor, false)) return system::last_error("fcntl");
  }
  return {};
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
  std::vector<char*> result;
  result.reserve(texts.size() + 1);
  for (std::string& text : texts) result.push_back(text.data());
  result.push_back(nullptr);
  return result;
}

// From before the first moment of the program on: orphans of the meantime must not escape a supervisor.
void adopt_orphans(bool on) { prctl(PR_SET_CHILD_SUBREAPER, on ? 1 : 0, 0, 0, 0); }

// Returns only when it failed; the standard streams then stay as they were made for the program.
SystemError execute(const std::string& path, std::vector<std::string>& args, std::vector<std::string>& env,
                    const std::vector<int>& descriptors) {
  const std::vector<char*> argv = pointers(args);
  const std::vector<char*> envp = pointers(env);
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  SystemError error = keep_open(descriptors);
  if (!error) {
    keep_standard_streams();
    pthread_sigmask(SIG_SETMASK, &all, &before);
    adopt_orphans(true);
    execve(path.c_str(), argv.data(), envp.data());
    error = system::last_error("execve");
    adopt_orphans(false);
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
  }
  for (const int descriptor : descriptors) set_close_on_exec(descriptor, true);
  return error;
}

}  // namespace

Napi::Value lock_file(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const int descriptor = reader.descriptor(info[0], "descriptor");
  if (reader.throw_if_failed()) return {};
  if (flock(descriptor, LOCK_EX | LOCK_NB) == 0) return Napi::Boolean::New(info.Env(), true);
  if (errno == EWOULDBLOCK) return Napi::Boolean::New(info.Env(), false);
  throw_error(info.Env(), system::last_error("flock"));
  return {};
}

Napi::Value replace_process(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const std::string path = reader.text(info[0], "path");
  std::vector<std::string> args = reader.texts(info[1], "args");
  std::vector<std::string> env = reader.texts(info[2], "env");
  const std::vector<int> descriptors = reader.descriptors(info[3], "descriptors");
  if (reader.throw_if_failed()) return {};
  throw_error(info.Env(), execute(path, args, env, descriptors));
  return {};
}

}  // namespace sinfonia::addon
