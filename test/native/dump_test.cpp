#include <linux/rtnetlink.h>

#include "check.hpp"
#include "fake_kernel.hpp"
#include "route/link.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::test;
using sinfonia::route::Link;
using sinfonia::route::list_links;

namespace {

using Links = Result<std::vector<Link>>;

Conversation with(Kernel kernel) { return Conversation(std::make_unique<FakeKernel>(std::move(kernel))); }

ByteVector link(std::uint32_t sequence, int index, std::uint16_t flags = 0,
                const ByteVector& attributes = {}) {
  ifinfomsg header{};
  header.ifi_index = index;
  return message(RTM_NEWLINK, static_cast<std::uint16_t>(NLM_F_MULTI | flags), sequence,
                 bytes_of(header) + attributes);
}

}  // namespace

TEST(dump_gathers_all_datagrams_until_done) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    nlmsghdr header{};
    CHECK(read_structure(request, header));
    CHECK_EQUAL(header.nlmsg_flags, NLM_F_REQUEST | NLM_F_DUMP);
    const std::uint32_t sequence = header.nlmsg_seq;
    return {link(sequence, 1) + link(sequence, 2), link(sequence, 3), done(sequence)};
  });
  const Links links = list_links(conversation);
  CHECK_EQUAL(links->size(), 3U);
  CHECK_EQUAL((*links)[2].index, 3U);
}

TEST(dump_with_done_behind_the_last_part) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    return {link(sequence, 1) + done(sequence)};
  });
  CHECK_EQUAL(list_links(conversation)->size(), 1U);
}

TEST(dump_refused_in_its_end_has_the_kernel_s_words) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    return {link(sequence, 1), done(sequence, -22, text_attribute(NLMSGERR_ATTR_MSG, "Invalid header"))};
  });
  const Links links = list_links(conversation);
  CHECK(!links);
  CHECK_EQUAL(links.error().error, 22);
  CHECK_EQUAL(links.error().detail, "Invalid header");
}

TEST(dump_refused_at_its_beginning) {
  Conversation conversation =
      with([](Bytes request) -> std::vector<Answer> { return {capped_error(sequence_of(request), -1)}; });
  CHECK_EQUAL(list_links(conversation).error().error, 1);
}

TEST(interrupted_dump_is_done_again_without_what_came_before) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    if (++asked == 3) return {link(sequence, 9), done(sequence)};
    // Once on a part, once on the end.
    if (asked == 1) return {link(sequence, 1), link(sequence, 2, NLM_F_DUMP_INTR), done(sequence)};
    return {link(sequence, 1), done(sequence, 0, {}, NLM_F_DUMP_INTR)};
  });
  const Links links = list_links(conversation);
  CHECK_EQUAL(asked, 3);
  CHECK_EQUAL(links->size(), 1U);
  CHECK_EQUAL(links->front().index, 9U);
}

TEST(dump_interrupted_each_time_is_given_up) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    ++asked;
    return {link(sequence_of(request), 1), done(sequence_of(request), 0, {}, NLM_F_DUMP_INTR)};
  });
  const Links links = list_links(conversation);
  CHECK(!links);
  CHECK(links.error().dump_interrupted);
  CHECK_EQUAL(links.error().error, EINTR);
  CHECK_EQUAL(asked, 10);
}

TEST(dump_that_lost_a_part_is_done_again) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    const std::uint32_t sequence = sequence_of(request);
    if (++asked == 1) return {link(sequence, 1), ENOBUFS, link(sequence, 3), done(sequence)};
    return {link(sequence, 1) + link(sequence, 2), link(sequence, 3), done(sequence)};
  });
  CHECK_EQUAL(list_links(conversation)->size(), 3U);
  CHECK_EQUAL(asked, 2);
}

TEST(dump_with_a_part_longer_than_the_buffer_is_done_again) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    ++asked;
    const std::uint32_t sequence = sequence_of(request);
    const ByteVector large = attribute(999, ByteVector(60000)) + attribute(999, ByteVector(60000));
    // The end is lost with it, as when the kernel puts it into the last part.
    return {link(sequence, 1), link(sequence, 2, 0, large) + done(sequence)};
  });
  CHECK_EQUAL(list_links(conversation)->size(), 2U);
  CHECK_EQUAL(asked, 2);
}

TEST(malformed_part_is_told_after_the_dump_has_been_read_to_its_end) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    ++asked;
    const std::uint32_t sequence = sequence_of(request);
    if (asked == 2) return {done(sequence)};
    return {link(sequence, 1, 0, attribute(IFLA_MTU, bytes("01"))), link(sequence, 2), done(sequence)};
  });
  const Links links = list_links(conversation);
  CHECK_EQUAL(links.error().error, EBADMSG);
  CHECK_EQUAL(links.error().detail, "attribute 4 has 1 bytes in place of 4");
  CHECK(list_links(conversation)->empty());
}
