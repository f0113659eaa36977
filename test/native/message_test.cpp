#include "netlink/message.hpp"

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::test;

namespace {

struct Split {
  std::vector<Message> messages;
  bool ok = false;
};

Split split(const ByteVector& datagram) {
  Split result;
  MessageSplitter splitter(datagram);
  Message message;
  while (splitter.next(message)) result.messages.push_back(message);
  result.ok = splitter.ok();
  return result;
}

}  // namespace

TEST(message_bears_its_length_flags_and_sequence) {
  MessageWriter writer(18, 0x300, std::uint32_t{0x0a0b0c0d});
  writer.add_flags(5);
  writer.u8(1, 2);
  CHECK_EQUAL(hexadecimal(writer.finish(7)),
              "1c 00 00 00 12 00 05 03 07 00 00 00 00 00 00 00 0d 0c 0b 0a 05 00 01 00 02 00 00 00");
  CHECK_EQUAL(writer.attributes_offset(), 20U);
}

TEST(splitter_gives_all_messages_of_a_datagram) {
  const ByteVector datagram = message(16, 2, 1, bytes("01 02 03 04")) + message(17, 0, 2, {});
  const Split found = split(datagram);
  CHECK(found.ok);
  CHECK_EQUAL(found.messages.size(), 2U);
  CHECK_EQUAL(hexadecimal(found.messages[0].payload), "01 02 03 04");
  CHECK_EQUAL(found.messages[1].header.nlmsg_type, 17);
}

TEST(splitter_takes_an_unaligned_last_message) {
  const ByteVector datagram = message(16, 2, 1, bytes("01 02 03 04")) + message(17, 0, 2, bytes("09"));
  const Split found = split(datagram);
  CHECK(found.ok);
  CHECK_EQUAL(found.messages.size(), 2U);
  CHECK_EQUAL(hexadecimal(found.messages[1].payload), "09");
}

TEST(splitter_skips_the_padding_between_messages) {
  const ByteVector datagram = message(16, 2, 1, bytes("09")) + bytes("00 00 00") + message(17, 0, 2, {});
  const Split found = split(datagram);
  CHECK(found.ok);
  CHECK_EQUAL(found.messages.size(), 2U);
}

TEST(splitter_refuses_lengths_that_do_not_add_up) {
  for (const char* const length : {"00 00 00 00", "0f 00 00 00", "15 00 00 00", "ff ff ff ff"}) {
    ByteVector datagram = message(16, 0, 1, bytes("01 02 03 04"));
    const ByteVector wrong = bytes(length);
    std::copy(wrong.begin(), wrong.end(), datagram.begin());
    const Split found = split(datagram);
    CHECK(!found.ok);
    CHECK(found.messages.empty());
  }
}

TEST(splitter_refuses_half_a_header_but_gives_what_precedes_it) {
  const Split found = split(message(16, 0, 1, {}) + bytes("10 00 00 00 10 00"));
  CHECK(!found.ok);
  CHECK_EQUAL(found.messages.size(), 1U);
}

TEST(splitter_finds_nothing_in_nothing) {
  const Split found = split({});
  CHECK(found.ok);
  CHECK(found.messages.empty());
}
