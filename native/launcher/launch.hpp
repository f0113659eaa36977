// What a RUN asks for.
#pragma once

#include <cstdint>
#include <span>

#include "launcher/identity.hpp"
#include "launcher/payload.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::launcher {

// An array of pointers, as execve(2) wants it, in memory of its own.
class TextArray {
 public:
  TextArray() = default;
  TextArray(const TextArray&) = delete;
  TextArray& operator=(const TextArray&) = delete;
  ~TextArray();

  // Room for `size` texts and the nullptr behind them. False: no memory.
  bool allocate(std::size_t size);
  void set(std::size_t at, const char* text) { texts_[at] = const_cast<char*>(text); }
  [[nodiscard]] char** get() const { return texts_; }

 private:
  char** texts_ = nullptr;
  std::size_t size_ = 0;
};

struct Launch {
  std::uint32_t application = 0;
  bool has_stdio = false;
  // Bit N-1 is signal N.
  std::uint64_t ignored_signals = 0;
  Identity identity{Identity::kUnchanged, Identity::kUnchanged};
  // Including stdin, stdout and stderr where it has them.
  std::uint32_t descriptors = 0;
  // Empty: the keeper's.
  const char* directory = "";
  // What is executed; the first of the arguments is only what it is told to be called.
  const char* program = "";
  TextArray arguments;
  // Null: the keeper's.
  TextArray environment;
};

// False: the payload is malformed. The texts live as long as it.
bool read_launch(PayloadReader payload, Launch& launch);

}  // namespace sinfonia::launcher
