#include "netlink/attribute_writer.hpp"

#include <string>

namespace sinfonia::netlink {

void AttributeWriter::append(Bytes bytes) {
  buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
  buffer_.resize(align(buffer_.size()));
}

// Writes the header of an attribute of `size` bytes; returns where it begins.
std::size_t AttributeWriter::open(std::uint16_t type, std::size_t size) {
  const std::size_t start = buffer_.size();
  if (kAttributeHeader + size > UINT16_MAX) ok_ = false;
  structure(nlattr{static_cast<std::uint16_t>(kAttributeHeader + size), type});
  return start;
}

// Makes the attribute that begins at `start` reach to the end.
void AttributeWriter::close(std::size_t start) {
  const std::size_t size = buffer_.size() - start;
  if (size > UINT16_MAX) ok_ = false;
  const auto length = static_cast<std::uint16_t>(size);
  std::memcpy(buffer_.data() + start + offsetof(nlattr, nla_len), &length, sizeof length);
}

void AttributeWriter::data(std::uint16_t type, Bytes data) {
  open(type, data.size());
  if (ok_) append(data);
}

void AttributeWriter::text(std::uint16_t type, std::string_view text) {
  // The kernel reads up to the first NUL: what follows would vanish.
  if (text.find('\0') != std::string_view::npos) ok_ = false;
  const std::string terminated(text);
  data(type, std::as_bytes(std::span(terminated.c_str(), terminated.size() + 1)));
}

}  // namespace sinfonia::netlink
