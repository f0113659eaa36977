#include "netlink/conversation.hpp"

#include <linux/rtnetlink.h>

#include "check.hpp"
#include "fake_kernel.hpp"
#include "route/link.hpp"
#include "route/link_attributes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::test;
using sinfonia::route::Link;

namespace {

Conversation with(Kernel kernel) { return Conversation(std::make_unique<FakeKernel>(std::move(kernel))); }

Request a_request() {
  return {"RTM_NEWLINK", &sinfonia::route::link_attributes, MessageWriter(RTM_NEWLINK, 0, ifinfomsg{})};
}

ByteVector link(std::uint32_t sequence, int index, const ByteVector& attributes = {}) {
  ifinfomsg header{};
  header.ifi_index = index;
  return message(RTM_NEWLINK, 0, sequence, bytes_of(header) + attributes);
}

}  // namespace

TEST(change_is_done_when_it_is_acknowledged) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    nlmsghdr header{};
    CHECK(read_structure(request, header));
    CHECK_EQUAL(header.nlmsg_flags, NLM_F_REQUEST | NLM_F_ACK);
    CHECK_EQUAL(header.nlmsg_len, request.size());
    return {capped_error(header.nlmsg_seq, 0)};
  });
  Request request = a_request();
  CHECK(!conversation.acknowledge(request));
}

TEST(refusal_has_the_kernel_s_words_and_the_attribute_s_name) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    return {capped_error(
        sequence_of(request), -95,
        text_attribute(NLMSGERR_ATTR_MSG, "no") + attribute(NLMSGERR_ATTR_OFFS, bytes("20 00 00 00")))};
  });
  Request request = a_request();
  request.message.u32(IFLA_MTU, 1);
  const Refusal refusal = conversation.acknowledge(request);
  CHECK_EQUAL(refusal->error, 95);
  CHECK_EQUAL(std::string(refusal->call), "RTM_NEWLINK");
  CHECK_EQUAL(refusal->detail, "no");
  CHECK_EQUAL(refusal->attribute, "IFLA_MTU");
}

TEST(refusal_names_what_is_missing_and_where) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    return {capped_error(sequence_of(request), -22,
                         attribute(NLMSGERR_ATTR_MISS_TYPE, bytes("01 00 00 00")) +
                             attribute(NLMSGERR_ATTR_MISS_NEST, bytes("20 00 00 00")))};
  });
  Request request = a_request();
  request.message.nest(IFLA_LINKINFO, [] {});
  const Refusal refusal = conversation.acknowledge(request);
  CHECK_EQUAL(refusal->attribute, "IFLA_LINKINFO/IFLA_INFO_KIND");
  CHECK_EQUAL(refusal->detail, "a required attribute is missing");
}

TEST(late_answers_to_an_abandoned_request_are_skipped) {
  bool first = true;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    // The first has no answer, until the second is sent.
    if (std::exchange(first, false)) return {};
    return {capped_error(sequence - 1, -17), capped_error(sequence, 0)};
  });
  Request abandoned = a_request();
  CHECK_EQUAL(conversation.acknowledge(abandoned)->error, ETIMEDOUT);
  Request request = a_request();
  CHECK(!conversation.acknowledge(request));
}

TEST(an_object_is_asked_for_without_acknowledgement) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    nlmsghdr header{};
    CHECK(read_structure(request, header));
    CHECK_EQUAL(header.nlmsg_flags, NLM_F_REQUEST);
    return {link(header.nlmsg_seq, 7, text_attribute(IFLA_IFNAME, "wg0"))};
  });
  const Result<Link> found = sinfonia::route::get_link(conversation, 7U);
  CHECK(static_cast<bool>(found));
  CHECK_EQUAL(found->name, "wg0");
}

TEST(an_acknowledgement_is_no_object) {
  Conversation conversation =
      with([](Bytes request) -> std::vector<Answer> { return {capped_error(sequence_of(request), 0)}; });
  CHECK_EQUAL(sinfonia::route::get_link(conversation, 7U).error().error, EBADMSG);
}

TEST(an_answer_longer_than_the_buffer_is_asked_for_again) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    ++asked;
    const ByteVector padding = attribute(999, ByteVector(60000)) + attribute(999, ByteVector(60000));
    return {link(sequence_of(request), 7, padding + text_attribute(IFLA_IFNAME, "long"))};
  });
  const Result<Link> found = sinfonia::route::get_link(conversation, 7U);
  CHECK_EQUAL(found->name, "long");
  CHECK_EQUAL(asked, 2);
}

TEST(lengths_that_do_not_add_up_end_the_request_only) {
  bool first = true;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    if (!std::exchange(first, false)) return {capped_error(sequence, 0)};
    return {bytes("05 00 00 00 02 00 00 00 00 00 00 00 00 00 00 00"), capped_error(sequence, -1)};
  });
  Request request = a_request();
  CHECK_EQUAL(conversation.acknowledge(request)->error, EBADMSG);
  CHECK(!conversation.acknowledge(request));
}

TEST(overrun_does_not_hide_an_acknowledgement_that_is_there) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    return {ENOBUFS, capped_error(sequence_of(request), -17)};
  });
  Request request = a_request();
  CHECK_EQUAL(conversation.acknowledge(request)->error, 17);
}

TEST(overrun_that_took_the_acknowledgement_is_told) {
  Conversation conversation = with([](Bytes) -> std::vector<Answer> { return {ENOBUFS}; });
  Request request = a_request();
  const Refusal refusal = conversation.acknowledge(request);
  CHECK_EQUAL(refusal->error, ENOBUFS);
  CHECK_EQUAL(std::string(refusal->call), "recvmsg");
}

TEST(a_request_that_does_not_fit_is_not_sent) {
  Conversation conversation = with([](Bytes) -> std::vector<Answer> {
    CHECK(false);
    return {};
  });
  Request request = a_request();
  request.message.data(1, ByteVector(70000));
  CHECK_EQUAL(conversation.acknowledge(request)->error, EMSGSIZE);
}
