#include "netlink/message.hpp"

namespace sinfonia::netlink {

std::uint16_t MessageWriter::flags() const {
  nlmsghdr header{};
  [[maybe_unused]] const bool complete = read_structure(buffer_, header);
  return header.nlmsg_flags;
}

void MessageWriter::add_flags(std::uint16_t flags) {
  const auto sum = static_cast<std::uint16_t>(this->flags() | flags);
  std::memcpy(buffer_.data() + offsetof(nlmsghdr, nlmsg_flags), &sum, sizeof sum);
}

Bytes MessageWriter::finish(std::uint32_t sequence) {
  const auto length = static_cast<std::uint32_t>(buffer_.size());
  std::memcpy(buffer_.data() + offsetof(nlmsghdr, nlmsg_len), &length, sizeof length);
  std::memcpy(buffer_.data() + offsetof(nlmsghdr, nlmsg_seq), &sequence, sizeof sequence);
  return buffer_;
}

bool MessageSplitter::next(Message& message) {
  if (rest_.empty() || !ok_) return false;
  nlmsghdr header{};
  ok_ =
      read_structure(rest_, header) && header.nlmsg_len >= kMessageHeader && header.nlmsg_len <= rest_.size();
  if (!ok_) return false;
  message = {header, rest_.subspan(kMessageHeader, header.nlmsg_len - kMessageHeader)};
  rest_ = behind(rest_, header.nlmsg_len);
  return true;
}

}  // namespace sinfonia::netlink
