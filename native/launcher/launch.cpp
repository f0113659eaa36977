#include "launcher/launch.hpp"

#include <sys/mman.h>

#include "system/fd_passing.hpp"

namespace sinfonia::launcher {
namespace {

bool read_texts(PayloadReader& payload, std::size_t count, TextArray& texts) {
  // Each takes a byte at least, so this bounds the memory, too.
  if (count > payload.remaining() || !texts.allocate(count)) return false;
  for (std::size_t i = 0; i < count; ++i) texts.set(i, payload.text());
  return payload.valid();
}

}  // namespace

TextArray::~TextArray() {
  if (texts_ != nullptr) munmap(texts_, (size_ + 1) * sizeof(char*));
}

bool TextArray::allocate(std::size_t size) {
  void* const memory =
      mmap(nullptr, (size + 1) * sizeof(char*), PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return false;
  texts_ = static_cast<char**>(memory);
  size_ = size;
  return true;
}

bool read_launch(PayloadReader payload, Launch& launch) {
  launch.application = payload.number<std::uint32_t>();
  const auto flags = payload.number<std::uint32_t>();
  launch.ignored_signals = payload.number<std::uint64_t>();
  launch.identity.uid = payload.number<std::uint32_t>();
  launch.identity.gid = payload.number<std::uint32_t>();
  launch.descriptors = payload.number<std::uint32_t>();
  const auto arguments = payload.number<std::uint32_t>();
  const auto environment = payload.number<std::uint32_t>();
  launch.has_stdio = (flags & kRunWithStdio) != 0;
  launch.directory = payload.text();
  launch.program = payload.text();
  if (arguments == 0 || launch.descriptors > system::kMaxDescriptors) return false;
  if (launch.has_stdio && launch.descriptors < 3) return false;
  if (!read_texts(payload, arguments, launch.arguments)) return false;
  if ((flags & kRunWithEnvironment) != 0 && !read_texts(payload, environment, launch.environment))
    return false;
  return payload.complete();
}

}  // namespace sinfonia::launcher
