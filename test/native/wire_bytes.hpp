// Bytes of the wire as tests write them, and messages made by hand. Little-endian, as every machine we build
// for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sinfonia::test {

using ByteVector = std::vector<std::byte>;

// "08 00 04 00" as bytes.
ByteVector bytes(std::string_view hexadecimal);
std::string hexadecimal(std::span<const std::byte> bytes);
ByteVector operator+(ByteVector left, const ByteVector& right);

template <typename Structure>
ByteVector bytes_of(const Structure& structure) {
  const auto view = std::as_bytes(std::span(&structure, 1));
  return {view.begin(), view.end()};
}

// With its padding, unless it is to be the unaligned last.
ByteVector attribute(std::uint16_t type, const ByteVector& payload, bool padded = true);
ByteVector text_attribute(std::uint16_t type, std::string_view text);
ByteVector message(std::uint16_t type, std::uint16_t flags, std::uint32_t sequence,
                   const ByteVector& payload);

// The sequence number of a message.
std::uint32_t sequence_of(std::span<const std::byte> message);

// An acknowledgement in the way of a kernel that echoes only the header of the request.
ByteVector capped_error(std::uint32_t sequence, int error, const ByteVector& attributes = {});
ByteVector done(std::uint32_t sequence, int error = 0, const ByteVector& attributes = {},
                std::uint16_t flags = 0);

}  // namespace sinfonia::test
