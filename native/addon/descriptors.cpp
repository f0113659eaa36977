#include "addon/descriptors.hpp"

#include <fcntl.h>
#include <linux/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <utility>

#include "addon/environment.hpp"
#include "addon/promise.hpp"
#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"

namespace sinfonia::addon {
namespace {

using system::UniqueFd;

// Holds nothing where an exception is pending.
UniqueFd take_argument(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const int number = reader.descriptor(info[0], "descriptor");
  if (reader.throw_if_failed()) return {};
  UniqueFd descriptor = Environment::of(info.Env()).descriptors.take_back(number);
  if (!descriptor) throw_error(info.Env(), {EBADF, "close"});
  return descriptor;
}

class Closing : public Napi::AsyncWorker {
 public:
  Closing(Napi::Env env, Promise promise, UniqueFd descriptor)
      : AsyncWorker(env, "sinfonia-tier3"), promise_(promise), descriptor_(std::move(descriptor)) {}

  void Execute() override { descriptor_.reset(); }
  void OnOK() override { promise_.resolve(Env(), make_undefined(Env())); }

 private:
  Promise promise_;
  UniqueFd descriptor_;
};

}  // namespace

Descriptors::~Descriptors() {
  while (!handed_out_.empty()) take_back(handed_out_.begin()->first);
}

std::optional<Descriptors::File> Descriptors::file_of(int descriptor) {
  if (fcntl(descriptor, F_GETFD) < 0) return {};
  struct statx status {};
  // Not by fstat(3), which is another function in old releases of glibc and none in musl. Where it is
  // forbidden, all look alike.
  syscall(SYS_statx, descriptor, "", AT_EMPTY_PATH, STATX_INO, &status);
  return File{status.stx_dev_major, status.stx_dev_minor, status.stx_ino};
}

int Descriptors::hand_out(UniqueFd descriptor) {
  if (const std::optional<File> file = file_of(descriptor.get())) handed_out_[descriptor.get()] = *file;
  return descriptor.release();
}

UniqueFd Descriptors::take_back(int number) {
  const auto node = handed_out_.extract(number);
  return node && file_of(number) == node.mapped() ? UniqueFd(number) : UniqueFd();
}

Napi::Value close_descriptor(const Napi::CallbackInfo& info) {
  take_argument(info);
  return {};
}

Napi::Value close_descriptor_in_pool(const Napi::CallbackInfo& info) {
  UniqueFd descriptor = take_argument(info);
  if (!descriptor) return {};
  const Promise promise(info.Env());
  auto* const closing = new Closing(info.Env(), promise, std::move(descriptor));
  closing->Queue();
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): it deletes itself.
  return {info.Env(), promise.value()};
}

Napi::Value release_descriptor(const Napi::CallbackInfo& info) {
  UniqueFd descriptor = take_argument(info);
  if (!descriptor) return {};
  return Napi::Number::New(info.Env(), descriptor.release());
}

}  // namespace sinfonia::addon
