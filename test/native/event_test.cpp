#include "route/event.hpp"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

const ByteVector kAddress = bytes("02 18 00 00 04 00 00 00") + attribute(IFA_ADDRESS, bytes("0a 00 00 02"));

ByteVector named_link(std::uint8_t family, const char* name) {
  ifinfomsg header{};
  header.ifi_family = family;
  header.ifi_index = 7;
  return bytes_of(header) + text_attribute(IFLA_IFNAME, name);
}

}  // namespace

TEST(events_of_a_datagram_in_their_order) {
  std::vector<Event> events;
  const auto refusal = read_events(
      message(RTM_NEWLINK, 0, 0, named_link(AF_UNSPEC, "a")) + message(RTM_DELADDR, 0, 0, kAddress), events);
  CHECK(!refusal && events.size() == 2);
  CHECK_EQUAL(std::get<Link>(events[0].object).name, "a");
  CHECK(!events[0].deleted);
  CHECK_EQUAL(std::get<LinkAddress>(events[1].object).address.text(), "10.0.0.2");
  CHECK(events[1].deleted);
}

TEST(event_of_a_port_that_leaves_its_bridge_is_none_of_a_link) {
  std::vector<Event> events;
  CHECK(!read_events(message(RTM_DELLINK, 0, 0, named_link(AF_BRIDGE, "a")), events));
  CHECK(events.empty());
}

TEST(event_of_something_else_is_left_out) {
  std::vector<Event> events;
  CHECK(!read_events(message(RTM_NEWQDISC, 0, 0, bytes("00")), events));
  CHECK(events.empty());
}

TEST(event_that_is_malformed_is_refused) {
  std::vector<Event> events;
  CHECK_EQUAL(read_events(message(RTM_NEWLINK, 0, 0, bytes("00 00")), events)->error, EBADMSG);
  CHECK_EQUAL(read_events(bytes("ff 00 00 00 10 00 00 00 00 00 00 00 00 00 00 00"), events)->error, EBADMSG);
}

TEST(groups_of_topics) {
  Topics topics;
  CHECK(groups_of(topics).empty());
  topics.rules = true;
  topics.links = true;
  const std::vector<std::uint32_t> expected{RTNLGRP_LINK, RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE};
  CHECK(groups_of(topics) == expected);
}
