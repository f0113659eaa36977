#include "netlink/attribute_reader.hpp"

#include <algorithm>

namespace sinfonia::netlink {

bool AttributeReader::next() {
  nlattr header{};
  // Up to three bytes behind the last attribute are padding.
  if (!ok() || !read_structure(rest_, header)) return false;
  if (header.nla_len < kAttributeHeader || header.nla_len > rest_.size()) {
    fail("attribute " + std::to_string(header.nla_type & NLA_TYPE_MASK) + " claims " +
         std::to_string(header.nla_len) + " of " + std::to_string(rest_.size()) + " bytes");
    return false;
  }
  type_ = header.nla_type & NLA_TYPE_MASK;
  is_nested_ = (header.nla_type & NLA_F_NESTED) != 0;
  payload_ = rest_.subspan(kAttributeHeader, header.nla_len - kAttributeHeader);
  rest_ = behind(rest_, header.nla_len);
  return true;
}

std::string AttributeReader::text() const {
  const auto end = std::find(payload_.begin(), payload_.end(), std::byte{0});
  return {reinterpret_cast<const char*>(payload_.data()), static_cast<std::size_t>(end - payload_.begin())};
}

void AttributeReader::fail(std::string problem) {
  if (ok()) problem_ = std::move(problem);
}

void AttributeReader::fail_size(std::size_t wanted) {
  fail("attribute " + std::to_string(type_) + " has " + std::to_string(payload_.size()) +
       " bytes in place of " + std::to_string(wanted));
}

}  // namespace sinfonia::netlink
