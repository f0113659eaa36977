// The engine's messages, line by line.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace sinfonia::launcher {

class EngineLog {
 public:
  // -1: there is no engine. `show`: print the lines on stderr; else they are only remembered.
  EngineLog(int descriptor, bool show) : descriptor_(descriptor), show_(show) {}

  // -1: none, or it has ended.
  [[nodiscard]] int descriptor() const { return descriptor_; }
  // Reads once. False: end of file.
  bool receive();
  [[nodiscard]] std::string_view last_line() const { return {last_.data(), last_size_}; }

 private:
  void take(char byte);
  void end_line();

  int descriptor_;
  bool show_;
  std::array<char, 512> line_;
  std::size_t size_ = 0;
  std::array<char, 512> last_;
  std::size_t last_size_ = 0;
};

}  // namespace sinfonia::launcher
