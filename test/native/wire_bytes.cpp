#include "wire_bytes.hpp"

#include <linux/netlink.h>

#include <cstdio>
#include <cstring>

namespace sinfonia::test {
namespace {

std::uint8_t digit(char character) {
  return static_cast<std::uint8_t>(character <= '9' ? character - '0' : character - 'a' + 10);
}

ByteVector padded_to_four(ByteVector bytes) {
  bytes.resize((bytes.size() + 3) & ~std::size_t{3});
  return bytes;
}

}  // namespace

ByteVector bytes(std::string_view hexadecimal) {
  ByteVector result;
  for (std::size_t i = 0; i + 1 < hexadecimal.size(); ++i) {
    if (hexadecimal[i] == ' ') continue;
    result.push_back(static_cast<std::byte>(digit(hexadecimal[i]) * 16 + digit(hexadecimal[i + 1])));
    ++i;
  }
  return result;
}

std::string hexadecimal(std::span<const std::byte> bytes) {
  std::string result;
  for (const std::byte byte : bytes) {
    char pair[4];
    std::snprintf(pair, sizeof pair, "%02x", std::to_integer<unsigned>(byte));
    if (!result.empty()) result += ' ';
    result += pair;
  }
  return result;
}

ByteVector operator+(ByteVector left, const ByteVector& right) {
  left.insert(left.end(), right.begin(), right.end());
  return left;
}

ByteVector attribute(std::uint16_t type, const ByteVector& payload, bool padded) {
  const nlattr header{static_cast<std::uint16_t>(sizeof header + payload.size()), type};
  ByteVector whole = bytes_of(header) + payload;
  return padded ? padded_to_four(std::move(whole)) : whole;
}

ByteVector text_attribute(std::uint16_t type, std::string_view text) {
  const auto view = std::as_bytes(std::span(text));
  return attribute(type, ByteVector(view.begin(), view.end()) + bytes("00"));
}

ByteVector message(std::uint16_t type, std::uint16_t flags, std::uint32_t sequence,
                   const ByteVector& payload) {
  const auto length = static_cast<std::uint32_t>(sizeof(nlmsghdr) + payload.size());
  return bytes_of(nlmsghdr{length, type, flags, sequence, 0}) + payload;
}

std::uint32_t sequence_of(std::span<const std::byte> message) {
  nlmsghdr header{};
  std::memcpy(&header, message.data(), sizeof header);
  return header.nlmsg_seq;
}

ByteVector capped_error(std::uint32_t sequence, int error, const ByteVector& attributes) {
  const std::uint16_t flags = attributes.empty() ? NLM_F_CAPPED : NLM_F_CAPPED | NLM_F_ACK_TLVS;
  const nlmsgerr payload{error, {32, 16, NLM_F_REQUEST, sequence, 0}};
  return message(NLMSG_ERROR, flags, sequence, bytes_of(payload) + attributes);
}

ByteVector done(std::uint32_t sequence, int error, const ByteVector& attributes, std::uint16_t flags) {
  if (!attributes.empty()) flags |= NLM_F_ACK_TLVS;
  return message(NLMSG_DONE, flags | NLM_F_MULTI, sequence, bytes_of(error) + attributes);
}

}  // namespace sinfonia::test
