// Netlink messages: writes one, splits a datagram into several.
#pragma once

#include "netlink/attribute_writer.hpp"
#include "netlink/wire.hpp"

namespace sinfonia::netlink {

// A message of a family with a fixed header of its own, and attributes behind it.
class MessageWriter : public AttributeWriter {
 public:
  template <typename FamilyHeader>
  MessageWriter(std::uint16_t type, std::uint16_t flags, const FamilyHeader& family_header)
      : family_header_(sizeof family_header) {
    structure(nlmsghdr{0, type, flags, 0, 0});
    structure(family_header);
  }

  // Behind the family's header, and ahead of all attributes: one more, as some families of generic netlink
  // demand.
  void more_header(Bytes header) {
    raw(header);
    family_header_ = align(family_header_) + header.size();
  }
  [[nodiscard]] std::uint16_t flags() const;
  void add_flags(std::uint16_t flags);
  // The message with its length and this sequence number.
  Bytes finish(std::uint32_t sequence);
  // Where its attributes begin.
  [[nodiscard]] std::size_t attributes_offset() const { return kMessageHeader + align(family_header_); }

 private:
  std::size_t family_header_;
};

struct Message {
  nlmsghdr header{};
  // Without the header.
  Bytes payload;
};

// The messages of a datagram; the last may be unaligned.
class MessageSplitter {
 public:
  explicit MessageSplitter(Bytes datagram) : rest_(datagram) {}

  // False at the end, or where a length is impossible.
  [[nodiscard]] bool next(Message& message);
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  Bytes rest_;
  bool ok_ = true;
};

}  // namespace sinfonia::netlink
