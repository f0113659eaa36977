#include "route/rule.hpp"

#include <linux/fib_rules.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

Result<std::optional<Rule>> read(const ByteVector& payload, std::uint16_t type = RTM_NEWRULE) {
  Message one;
  one.header.nlmsg_type = type;
  one.payload = payload;
  return read_rule(one);
}

// IPv4 from …/8 to …/32, TOS 0x10, not, look up in main.
const ByteVector kHeader = bytes("02 20 08 10 fe 00 00 01 02 00 00 00");

}  // namespace

TEST(rule_with_all_that_we_read) {
  const auto rule = read(
      kHeader + attribute(FRA_SRC, bytes("0a 00 00 00")) + attribute(FRA_DST, bytes("0b 00 00 01")) +
      attribute(FRA_PRIORITY, bytes("64 00 00 00")) + text_attribute(FRA_IIFNAME, "lo") +
      text_attribute(FRA_OIFNAME, "wg0") + attribute(FRA_FWMARK, bytes("01 00 00 00")) +
      attribute(FRA_FWMASK, bytes("ff 00 00 00")) + attribute(FRA_IP_PROTO, bytes("06")) +
      attribute(FRA_SPORT_RANGE, bytes("50 00 51 00")) + attribute(FRA_DPORT_RANGE, bytes("01 00 02 00")) +
      attribute(FRA_UID_RANGE, bytes("e8 03 00 00 e9 03 00 00")) +
      attribute(FRA_TABLE, bytes("6c ca 00 00")) + attribute(FRA_L3MDEV, bytes("01")) +
      attribute(FRA_GOTO, bytes("c8 00 00 00")) + attribute(FRA_SUPPRESS_PREFIXLEN, bytes("00 00 00 00")) +
      attribute(FRA_SUPPRESS_IFGROUP, bytes("07 00 00 00")) + attribute(FRA_PROTOCOL, bytes("04")) +
      attribute(FRA_TUN_ID, bytes("01 00 00 00 00 00 00 07")) + attribute(FRA_FLOW, bytes("04 00 03 00")));
  const Rule& found = **rule;
  CHECK_EQUAL(found.source->address.text() + "/" + std::to_string(found.source->length), "10.0.0.0/8");
  CHECK_EQUAL(found.destination->address.text() + "/" + std::to_string(found.destination->length),
              "11.0.0.1/32");
  CHECK_EQUAL(found.priority.value_or(0), 100U);
  CHECK_EQUAL(found.flags, static_cast<unsigned>(FIB_RULE_INVERT));
  CHECK_EQUAL(found.tos, 0x10);
  CHECK_EQUAL(*found.incoming + *found.outgoing, "lowg0");
  CHECK_EQUAL(found.mark.value_or(0), 1U);
  CHECK_EQUAL(found.mask.value_or(0), 255U);
  CHECK_EQUAL(found.ip_protocol.value_or(0), 6);
  CHECK(found.source_ports->start == 80 && found.source_ports->end == 81);
  CHECK(found.destination_ports->start == 1 && found.destination_ports->end == 2);
  CHECK(found.users->start == 1000 && found.users->end == 1001);
  CHECK_EQUAL(found.table, 51820U);
  CHECK_EQUAL(found.action, FR_ACT_TO_TBL);
  CHECK(found.l3mdev);
  CHECK_EQUAL(found.target.value_or(0), 200U);
  CHECK_EQUAL(found.suppress_prefix_length.value_or(9), 0U);
  CHECK_EQUAL(found.suppress_group.value_or(0), 7U);
  CHECK_EQUAL(found.protocol, RTPROT_STATIC);
  CHECK_EQUAL(found.tunnel_id.value_or(0), 0x100000000000007U);
  CHECK_EQUAL(found.realms.value_or(0), 0x30004U);
}

TEST(rule_that_suppresses_nothing_says_so_by_all_ones) {
  const auto rule = read(kHeader + attribute(FRA_SUPPRESS_PREFIXLEN, bytes("ff ff ff ff")));
  CHECK(!(*rule)->suppress_prefix_length && !(*rule)->suppress_group && !(*rule)->mark && !(*rule)->source);
  CHECK_EQUAL((*rule)->table, static_cast<unsigned>(RT_TABLE_MAIN));
}

TEST(rule_that_is_gone_is_read_as_well) {
  CHECK(read(kHeader, RTM_DELRULE)->has_value());
  CHECK_EQUAL(read(kHeader, RTM_GETRULE).error().error, EBADMSG);
}

TEST(rule_of_another_family_is_left_out) {
  CHECK(!read(bytes("80 00 00 00 fe 00 00 01 00 00 00 00"))->has_value());
}

TEST(rule_refuses_what_is_malformed) {
  CHECK_EQUAL(read(bytes("02 00")).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader + attribute(FRA_SRC, bytes("0a 00"))).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader + attribute(FRA_SPORT_RANGE, bytes("50 00"))).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader + attribute(FRA_UID_RANGE, ByteVector(9))).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader + attribute(FRA_TABLE, bytes("01"))).error().error, EBADMSG);
}

TEST(addition_of_the_rule_of_wg_quick) {
  Rule rule;
  rule.family = AF_INET6;
  rule.flags = FIB_RULE_INVERT | FIB_RULE_UNRESOLVED;
  rule.mark = 51820;
  rule.action = FR_ACT_TO_TBL;
  rule.table = 51820;
  Request request = rule_addition_request(rule);
  // The kernel's own flags are not sent back to it.
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "2c 00 00 00 20 00 00 06 01 00 00 00 00 00 00 00 "
              "0a 00 00 00 00 00 00 01 02 00 00 00 "
              "08 00 0a 00 6c ca 00 00 "
              "08 00 0f 00 6c ca 00 00");
}

TEST(addition_of_a_rule_for_a_tunnel) {
  Rule rule;
  rule.family = AF_INET;
  rule.tunnel_id = 7;
  rule.action = FR_ACT_TO_TBL;
  rule.realms = 0x30004;
  Request request = rule_addition_request(rule);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "30 00 00 00 20 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 00 00 00 00 01 00 00 00 00 "
              "0c 00 0c 00 00 00 00 00 00 00 00 07 "
              "08 00 0b 00 04 00 03 00");
}
