#include "generic/family.hpp"

#include <linux/genetlink.h>

#include "check.hpp"
#include "fake_kernel.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::generic;
using namespace sinfonia::test;

namespace {

Conversation with(Kernel kernel) { return Conversation(std::make_unique<FakeKernel>(std::move(kernel))); }

ByteVector group(const char* name, const char* id) {
  return attribute(
      1, text_attribute(CTRL_ATTR_MCAST_GRP_NAME, name) + attribute(CTRL_ATTR_MCAST_GRP_ID, bytes(id)));
}

ByteVector family(std::uint32_t sequence, const char* id) {
  return message(
      GENL_ID_CTRL, 0, sequence,
      bytes_of(genlmsghdr{CTRL_CMD_NEWFAMILY, 2, 0}) + text_attribute(CTRL_ATTR_FAMILY_NAME, "nl80211") +
          attribute(CTRL_ATTR_FAMILY_ID, bytes(id)) + attribute(CTRL_ATTR_VERSION, bytes("01 00 00 00")) +
          attribute(CTRL_ATTR_HDRSIZE, bytes("08 00 00 00")) +
          attribute(CTRL_ATTR_MCAST_GROUPS, group("config", "05 00 00 00") + group("scan", "06 00 00 00")));
}

}  // namespace

TEST(family_is_asked_for_by_name) {
  Conversation conversation = with([](Bytes request) -> std::vector<Answer> {
    const ByteVector expected =
        message(GENL_ID_CTRL, NLM_F_REQUEST, sequence_of(request),
                bytes("03 02 00 00") + text_attribute(CTRL_ATTR_FAMILY_NAME, "nl80211"));
    CHECK_EQUAL(hexadecimal(request), hexadecimal(expected));
    return {family(sequence_of(request), "1c 00")};
  });
  const Result<Family> found = get_family(conversation, "nl80211");
  CHECK_EQUAL(found->id, 28);
  CHECK_EQUAL(found->name, "nl80211");
  CHECK_EQUAL(found->version, 1U);
  CHECK_EQUAL(found->header_size, 8U);
  CHECK_EQUAL(found->groups.size(), 2U);
  CHECK_EQUAL(found->groups[1].name, "scan");
  CHECK_EQUAL(found->groups[1].id, 6U);
}

TEST(family_that_the_kernel_does_not_have) {
  Conversation conversation =
      with([](Bytes request) -> std::vector<Answer> { return {capped_error(sequence_of(request), -2)}; });
  const Result<Family> found = get_family(conversation, "nl80211");
  CHECK_EQUAL(found.error().error, ENOENT);
  CHECK_EQUAL(std::string(found.error().call), "CTRL_CMD_GETFAMILY");
}

TEST(family_without_a_number_of_its_own_is_malformed) {
  Conversation conversation =
      with([](Bytes request) -> std::vector<Answer> { return {family(sequence_of(request), "02 00")}; });
  CHECK_EQUAL(get_family(conversation, "nl80211").error().error, EBADMSG);
}

TEST(family_is_looked_up_once_until_it_is_forgotten) {
  int asked = 0;
  Conversation conversation = with([&](Bytes request) -> std::vector<Answer> {
    return {family(sequence_of(request), ++asked == 1 ? "1c 00" : "1d 00")};
  });
  FamilyCache cache;
  CHECK(!cache.knows("nl80211"));
  CHECK_EQUAL(cache.find(conversation, "nl80211")->id, 28);
  CHECK_EQUAL(cache.find(conversation, "nl80211")->id, 28);
  CHECK(cache.knows("nl80211"));
  cache.forget("nl80211");
  CHECK_EQUAL(cache.find(conversation, "nl80211")->id, 29);
  CHECK_EQUAL(asked, 2);
}
