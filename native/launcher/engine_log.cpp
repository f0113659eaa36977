#include "launcher/engine_log.hpp"

#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <utility>

#include "launcher/message.hpp"

namespace sinfonia::launcher {

bool EngineLog::receive() {
  std::array<char, 4096> bytes;
  const ssize_t size = read(descriptor_, bytes.data(), bytes.size());
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return true;
  if (size <= 0) {
    end_line();
    descriptor_ = -1;
    return false;
  }
  std::for_each_n(bytes.begin(), size, [this](char byte) { take(byte); });
  return true;
}

void EngineLog::take(char byte) {
  if (byte == '\n' || size_ == line_.size()) end_line();
  if (byte != '\n') line_[size_++] = byte;
}

void EngineLog::end_line() {
  if (size_ == 0) return;
  last_ = line_;
  last_size_ = std::exchange(size_, 0);
  if (show_) print_message(last_line());
}

}  // namespace sinfonia::launcher
