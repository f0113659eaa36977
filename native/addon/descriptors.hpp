// The descriptors that JavaScript has from the addon. Those that it did not give back end with their
// environment: a worker may be terminated between any two of its steps.
#pragma once

#include <napi.h>

#include <cstdint>
#include <optional>
#include <unordered_map>

#include "system/unique_fd.hpp"

namespace sinfonia::addon {

// One for each environment, on its thread. Nothing is closed by a number that somebody else has closed and
// the kernel has given to another file since.
class Descriptors {
 public:
  Descriptors() = default;
  ~Descriptors();
  Descriptors(const Descriptors&) = delete;
  Descriptors& operator=(const Descriptors&) = delete;

  // The number by which JavaScript knows it.
  int hand_out(system::UniqueFd descriptor);
  // Holds nothing where the number was not handed out, or is another file's by now.
  system::UniqueFd take_back(int number);

 private:
  struct File {
    std::uint32_t major;
    std::uint32_t minor;
    std::uint64_t inode;
    bool operator==(const File&) const = default;
  };
  static std::optional<File> file_of(int descriptor);

  std::unordered_map<int, File> handed_out_;
};

Napi::Value close_descriptor(const Napi::CallbackInfo& info);
Napi::Value close_descriptor_in_pool(const Napi::CallbackInfo& info);
Napi::Value release_descriptor(const Napi::CallbackInfo& info);

}  // namespace sinfonia::addon
