#include "netlink/extended_ack.hpp"

#include <climits>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::test;

namespace {

std::optional<ExtendedAck> read(const ByteVector& datagram) {
  MessageSplitter splitter(datagram);
  Message first;
  CHECK(splitter.next(first));
  return read_extended_ack(first);
}

const std::string kNoText;
const ByteVector kWords = text_attribute(NLMSGERR_ATTR_MSG, "Unknown device type");
const ByteVector kOffset = attribute(NLMSGERR_ATTR_OFFS, bytes("24 00 00 00"));

}  // namespace

TEST(ack_after_the_header_alone_of_the_request) {
  const auto ack = read(capped_error(1, -95, kWords + kOffset));
  CHECK(ack.has_value());
  CHECK_EQUAL(ack->error, 95);
  CHECK_EQUAL(ack->text, "Unknown device type");
  CHECK_EQUAL(ack->offset.value_or(0), 0x24U);
}

TEST(ack_after_the_echo_of_the_request) {
  // Its length, 21, is unaligned: the words begin at the next multiple of four.
  const ByteVector request = message(16, NLM_F_REQUEST, 1, bytes("01 02 03 04 05"));
  const ByteVector payload = bytes_of(-22) + request + bytes("00 00 00") + kOffset + kWords;
  const auto ack = read(message(NLMSG_ERROR, NLM_F_ACK_TLVS, 1, payload));
  CHECK_EQUAL(ack->error, 22);
  CHECK_EQUAL(ack->text, "Unknown device type");
  CHECK_EQUAL(ack->offset.value_or(0), 0x24U);
}

TEST(ack_after_the_errno_of_a_dump) {
  const auto ack = read(done(1, -1, kWords));
  CHECK_EQUAL(ack->error, 1);
  CHECK_EQUAL(ack->text, "Unknown device type");
}

TEST(ack_of_what_is_missing) {
  const auto ack = read(capped_error(1, -22,
                                     attribute(NLMSGERR_ATTR_MISS_TYPE, bytes("03 00 00 00")) +
                                         attribute(NLMSGERR_ATTR_MISS_NEST, bytes("28 00 00 00"))));
  CHECK_EQUAL(ack->missing_type.value_or(0), 3U);
  CHECK_EQUAL(ack->missing_nest.value_or(0), 0x28U);
}

TEST(ack_without_the_flag_has_no_words_whatever_follows) {
  const auto ack = read(message(NLMSG_ERROR, NLM_F_CAPPED, 1, bytes_of(nlmsgerr{-1, {}}) + kWords));
  CHECK_EQUAL(ack->error, 1);
  CHECK_EQUAL(ack->text, kNoText);
}

TEST(ack_keeps_the_errno_when_its_words_are_malformed) {
  const ByteVector malformed = bytes("ff 00 01 00");
  const auto ack = read(capped_error(1, -17, kOffset + malformed));
  CHECK_EQUAL(ack->error, 17);
  CHECK_EQUAL(ack->offset.value_or(0), 0x24U);
  CHECK_EQUAL(ack->text, kNoText);
}

TEST(ack_keeps_the_errno_when_the_echo_claims_too_much) {
  nlmsgerr payload{-17, {}};
  for (const std::uint32_t length : {UINT32_MAX, UINT32_MAX - 3, 4096U}) {
    payload.msg.nlmsg_len = length;
    const auto ack = read(message(NLMSG_ERROR, NLM_F_ACK_TLVS, 1, bytes_of(payload) + kWords));
    CHECK_EQUAL(ack->error, 17);
    CHECK_EQUAL(ack->text, kNoText);
  }
}

TEST(ack_without_an_errno_is_none) {
  CHECK(!read(message(NLMSG_ERROR, 0, 1, bytes("ff ff ff"))).has_value());
  CHECK(!read(message(NLMSG_DONE, 0, 1, {})).has_value());
}

TEST(ack_of_the_least_integer_overflows_nothing) {
  CHECK_EQUAL(read(capped_error(1, INT_MIN))->error, INT_MAX);
}
