#include "addon/extended_attribute.hpp"

#include <sys/xattr.h>

#include <array>
#include <cerrno>
#include <span>
#include <string>

#include "addon/value_reader.hpp"
#include "addon/value_writer.hpp"

namespace sinfonia::addon {

Napi::Value set_extended_attribute(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const int descriptor = reader.descriptor(info[0], "descriptor");
  const std::string name = reader.text(info[1], "name");
  const std::span<const std::byte> value = reader.bytes(info[2], "value");
  if (reader.throw_if_failed()) return {};
  if (fsetxattr(descriptor, name.c_str(), value.data(), value.size(), 0) != 0) {
    throw_error(info.Env(), system::last_error("fsetxattr"));
  }
  return {};
}

Napi::Value get_extended_attribute(const Napi::CallbackInfo& info) {
  // Far more than a file capability; a longer value is refused with ERANGE.
  constexpr std::size_t kMaxSize = 4096;
  ValueReader reader(info.Env());
  const int descriptor = reader.descriptor(info[0], "descriptor");
  const std::string name = reader.text(info[1], "name");
  if (reader.throw_if_failed()) return {};
  std::array<char, kMaxSize> value{};
  const ssize_t size = fgetxattr(descriptor, name.c_str(), value.data(), value.size());
  if (size >= 0) {
    return Napi::Buffer<char>::Copy(info.Env(), value.data(), static_cast<std::size_t>(size));
  }
  if (errno == ENODATA) return info.Env().Undefined();
  throw_error(info.Env(), system::last_error("fgetxattr"));
  return {};
}

}  // namespace sinfonia::addon
