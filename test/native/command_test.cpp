#include "generic/command.hpp"

#include <linux/genetlink.h>

#include "check.hpp"
#include "fake_kernel.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::generic;
using namespace sinfonia::test;

namespace {

constexpr std::uint16_t kFamily = 30;

Conversation with(Kernel kernel) { return Conversation(std::make_unique<FakeKernel>(std::move(kernel))); }

ByteVector answer(std::uint32_t sequence, const char* attributes, std::uint16_t flags = 0) {
  return message(kFamily, flags, sequence, bytes_of(genlmsghdr{6, 1, 0}) + bytes(attributes));
}

Command command() { return {kFamily, 6, 2, bytes("aa bb cc dd"), bytes("05 00 01 00 07 00 00 00")}; }

}  // namespace

TEST(command_is_sent_and_its_answers_are_gathered_until_the_acknowledgement) {
  Conversation conversation = with([](Bytes request) -> std::vector<sinfonia::test::Answer> {
    const ByteVector expected = message(kFamily, NLM_F_REQUEST | NLM_F_ACK, sequence_of(request),
                                        bytes("06 02 00 00 aa bb cc dd 05 00 01 00 07 00 00 00"));
    CHECK_EQUAL(hexadecimal(request), hexadecimal(expected));
    const std::uint32_t sequence = sequence_of(request);
    return {answer(sequence, "01 02 03 04"), answer(sequence, ""), capped_error(sequence, 0)};
  });
  const auto answers = send_command(conversation, command());
  CHECK_EQUAL(answers->size(), 2U);
  CHECK_EQUAL(hexadecimal((*answers)[0]), hexadecimal(bytes("06 01 00 00 01 02 03 04")));
}

TEST(answer_of_another_type_is_malformed) {
  Conversation conversation = with([](Bytes request) -> std::vector<sinfonia::test::Answer> {
    const std::uint32_t sequence = sequence_of(request);
    return {message(kFamily + 1, 0, sequence, bytes("06 01 00 00")), capped_error(sequence, 0)};
  });
  CHECK_EQUAL(send_command(conversation, command()).error().error, EBADMSG);
}

TEST(answer_without_a_whole_header_is_malformed) {
  Conversation conversation = with([](Bytes request) -> std::vector<sinfonia::test::Answer> {
    const std::uint32_t sequence = sequence_of(request);
    return {message(kFamily, 0, sequence, bytes("06 01")), capped_error(sequence, 0)};
  });
  CHECK_EQUAL(send_command(conversation, command()).error().error, EBADMSG);
}

TEST(told_is_what_is_of_the_family) {
  std::vector<Told> told;
  const ByteVector datagram =
      answer(0, "01 02 03 04") + message(kFamily + 1, 0, 0, bytes("06 01 00 00")) + answer(0, "");
  CHECK(!read_told(datagram, kFamily, told));
  CHECK_EQUAL(told.size(), 2U);
  CHECK_EQUAL(told[1]->size(), 4U);
  CHECK_EQUAL(read_told(bytes("ff 00 00 00 1e 00 00 00 00 00 00 00 00 00 00 00"), kFamily, told)->error,
              EBADMSG);
}
