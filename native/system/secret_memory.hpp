// Memory that may hold keys: overwritten before it is given back.
#pragma once

#include <strings.h>

#include <cstddef>
#include <memory>
#include <span>
#include <vector>

namespace sinfonia::system {

// The compiler may not leave it out.
inline void wipe(std::span<std::byte> bytes) { explicit_bzero(bytes.data(), bytes.size()); }

template <typename Value>
struct WipingAllocator {
  using value_type = Value;

  WipingAllocator() = default;
  // Implicit on purpose: as allocators have it.
  template <typename Other>
  WipingAllocator(const WipingAllocator<Other>& /*other*/) {}

  Value* allocate(std::size_t count) { return std::allocator<Value>().allocate(count); }
  void deallocate(Value* memory, std::size_t count) {
    wipe(std::as_writable_bytes(std::span(memory, count)));
    std::allocator<Value>().deallocate(memory, count);
  }

  friend bool operator==(const WipingAllocator& /*left*/, const WipingAllocator& /*right*/) { return true; }
};

using SecretBytes = std::vector<std::byte, WipingAllocator<std::byte>>;

}  // namespace sinfonia::system
