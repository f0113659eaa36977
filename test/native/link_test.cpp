#include "route/link.hpp"

#include <linux/rtnetlink.h>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

Result<Link> read(std::uint16_t type, const ByteVector& payload) {
  Message one;
  one.header.nlmsg_type = type;
  one.payload = payload;
  return read_link(one);
}

const ByteVector kHeader = bytes("00 00 01 00 07 00 00 00 43 10 01 00 00 00 00 00");

}  // namespace

TEST(link_with_all_that_we_read) {
  const ByteVector payload =
      kHeader + text_attribute(IFLA_IFNAME, "veth0") + attribute(IFLA_MTU, bytes("8c 05 00 00")) +
      attribute(IFLA_OPERSTATE, bytes("06")) + attribute(IFLA_ADDRESS, bytes("02 00 00 00 00 01")) +
      attribute(IFLA_LINK, bytes("08 00 00 00")) + attribute(IFLA_LINK_NETNSID, bytes("00 00 00 00")) +
      attribute(IFLA_MASTER, bytes("03 00 00 00")) +
      attribute(IFLA_LINKINFO | NLA_F_NESTED, text_attribute(IFLA_INFO_KIND, "veth"));
  const Result<Link> link = read(RTM_NEWLINK, payload);
  CHECK(static_cast<bool>(link));
  CHECK_EQUAL(link->index, 7U);
  CHECK_EQUAL(link->type, 1);
  CHECK_EQUAL(link->flags, 0x11043U);
  CHECK_EQUAL(link->name, "veth0");
  CHECK_EQUAL(link->mtu, 1420U);
  CHECK_EQUAL(link->operational_state, 6);
  CHECK_EQUAL(hexadecimal(*link->hardware_address), "02 00 00 00 00 01");
  CHECK_EQUAL(link->lower.value_or(0), 8U);
  CHECK(link->lower_elsewhere);
  CHECK_EQUAL(link->master.value_or(0), 3U);
  CHECK_EQUAL(link->kind.value_or(""), "veth");
}

TEST(link_without_attributes_has_nothing_that_it_was_not_told) {
  const Result<Link> link = read(RTM_NEWLINK, kHeader);
  CHECK(!link->kind && !link->hardware_address && !link->lower && !link->master && !link->lower_elsewhere);
}

TEST(link_refuses_what_is_none) {
  CHECK_EQUAL(read(RTM_NEWADDR, kHeader).error().error, EBADMSG);
  CHECK_EQUAL(read(RTM_NEWLINK, bytes("00 00 01 00")).error().error, EBADMSG);
  CHECK_EQUAL(read(RTM_NEWLINK, kHeader + attribute(IFLA_MTU, bytes("01 02"))).error().error, EBADMSG);
}

TEST(creation_of_a_veth_with_its_ends_in_two_namespaces) {
  Request request = link_creation_request({"a", "veth", Veth{"b", 9}, 1400, true, 8, {}, {}, {}, {}});
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "70 00 00 00 10 00 00 06 01 00 00 00 00 00 00 00 "
              "00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 "
              "06 00 03 00 61 00 00 00 "
              "08 00 04 00 78 05 00 00 "
              "08 00 1c 00 08 00 00 00 "
              "38 00 12 80 09 00 01 00 76 65 74 68 00 00 00 00 "
              "28 00 02 80 24 00 01 80 "
              "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
              "06 00 03 00 62 00 00 00 "
              "08 00 1c 00 09 00 00 00");
}

TEST(creation_of_a_vlan_names_the_link_below_it) {
  Request request = link_creation_request({"v", "vlan", Vlan{100, {}}, {}, false, {}, 3, {}, {}, {}});
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "4c 00 00 00 10 00 00 06 01 00 00 00 00 00 00 00 "
              "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
              "06 00 03 00 76 00 00 00 "
              "08 00 05 00 03 00 00 00 "
              "1c 00 12 80 09 00 01 00 76 6c 61 6e 00 00 00 00 "
              "0c 00 02 80 06 00 01 00 64 00 00 00");
}

TEST(creation_of_any_other_kind_needs_its_name_alone) {
  Request request = link_creation_request({"wg0", "wireguard", {}, {}, false, {}, {}, {}, {}, {}});
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "3c 00 00 00 10 00 00 06 01 00 00 00 00 00 00 00 "
              "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
              "08 00 03 00 77 67 30 00 "
              "14 00 12 80 0e 00 01 00 77 69 72 65 67 75 61 72 64 00 00 00");
}
