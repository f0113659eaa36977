#include "route/route.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

Result<std::optional<Route>> read(const ByteVector& payload) {
  Message one;
  one.header.nlmsg_type = RTM_NEWROUTE;
  one.payload = payload;
  return read_route(one);
}

rtmsg header(std::uint8_t family, std::uint8_t length) {
  rtmsg header{};
  header.rtm_family = family;
  header.rtm_dst_len = length;
  header.rtm_table = RT_TABLE_MAIN;
  header.rtm_protocol = RTPROT_STATIC;
  header.rtm_type = RTN_UNICAST;
  return header;
}

IpAddress ip(std::uint8_t family, const char* text) { return *IpAddress::from_text(family, text); }

}  // namespace

TEST(route_with_all_that_we_read) {
  const ByteVector payload =
      bytes_of(header(AF_INET, 16)) + attribute(RTA_DST, bytes("0a 01 00 00")) +
      attribute(RTA_GATEWAY, bytes("0a 00 00 01")) + attribute(RTA_OIF, bytes("04 00 00 00")) +
      attribute(RTA_PREFSRC, bytes("0a 00 00 02")) + attribute(RTA_PRIORITY, bytes("64 00 00 00")) +
      attribute(RTA_TABLE, bytes("e8 03 00 00")) +
      attribute(RTA_METRICS,
                attribute(RTAX_WINDOW, bytes("01 00 00 00")) + attribute(RTAX_MTU, bytes("78 05 00 00")));
  const auto route = read(payload);
  CHECK_EQUAL((*route)->destination->text(), "10.1.0.0");
  CHECK_EQUAL((*route)->prefix_length, 16);
  CHECK_EQUAL((*route)->gateway->text(), "10.0.0.1");
  CHECK_EQUAL((*route)->link.value_or(0), 4U);
  CHECK_EQUAL((*route)->preferred_source->text(), "10.0.0.2");
  CHECK_EQUAL((*route)->metric.value_or(0), 100U);
  CHECK_EQUAL((*route)->metrics.numbers.size(), 2U);
  CHECK_EQUAL((*route)->metrics.numbers[1].type, RTAX_MTU);
  CHECK_EQUAL((*route)->metrics.numbers[1].value, 1400U);
  CHECK_EQUAL((*route)->table, 1000U);
  CHECK_EQUAL((*route)->protocol, RTPROT_STATIC);
}

TEST(route_by_default_has_no_destination) {
  const auto route = read(bytes_of(header(AF_INET6, 0)) + attribute(RTA_OIF, bytes("04 00 00 00")));
  CHECK(!(*route)->destination && !(*route)->gateway && !(*route)->metric &&
        (*route)->metrics.numbers.empty());
  CHECK_EQUAL((*route)->table, static_cast<unsigned>(RT_TABLE_MAIN));
}

TEST(route_by_a_gateway_of_the_other_version) {
  const ByteVector via = bytes("0a 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01");
  const auto route = read(bytes_of(header(AF_INET, 0)) + attribute(RTA_VIA, via));
  CHECK_EQUAL((*route)->gateway->text(), "fe80::1");
}

TEST(route_by_several_ways) {
  const auto route = read(bytes_of(header(AF_INET, 8)) +
                          attribute(RTA_MULTIPATH, bytes("10 00 04 02 04 00 00 00 08 00 05 00 0a 00 00 01"
                                                         "08 00 00 00 05 00 00 00")));
  CHECK_EQUAL((*route)->next_hops.size(), 2U);
  const NextHop& first = (*route)->next_hops[0];
  CHECK_EQUAL(first.gateway->text(), "10.0.0.1");
  CHECK_EQUAL(first.weight, 3U);
  CHECK_EQUAL(first.flags, RTNH_F_ONLINK);
  CHECK_EQUAL(first.link.value_or(0), 4U);
  CHECK(!(*route)->next_hops[1].gateway);
  for (const char* hops : {"07 00 00 00 04 00 00 00", "09 00 00 00 04 00 00 00", "10 00 00 00",
                           "0c 00 00 00 04 00 00 00 08 00 05 00"}) {
    const auto wrong = read(bytes_of(header(AF_INET, 8)) + attribute(RTA_MULTIPATH, bytes(hops)));
    CHECK_EQUAL(wrong.error().error, EBADMSG);
  }
}

TEST(addition_of_a_route_by_several_ways) {
  RouteChange change;
  change.family = AF_INET;
  change.next_hops = {{ip(AF_INET, "10.0.0.1"), 4, 3, 0}, {{}, 5, 1, 0}};
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "38 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 00 fe 03 00 01 00 00 00 00 "
              "1c 00 09 00 10 00 00 02 04 00 00 00 08 00 05 00 0a 00 00 01 "
              "08 00 00 00 05 00 00 00");
}

TEST(route_refuses_what_is_malformed) {
  CHECK_EQUAL(read(bytes("02 00")).error().error, EBADMSG);
  CHECK_EQUAL(read(bytes_of(header(AF_INET, 0)) + attribute(RTA_VIA, bytes("0a"))).error().error, EBADMSG);
  CHECK_EQUAL(read(bytes_of(header(AF_INET, 8)) + attribute(RTA_DST, bytes("0a 00"))).error().error, EBADMSG);
  const ByteVector metrics = attribute(RTA_METRICS, attribute(RTAX_MTU, bytes("01")));
  CHECK_EQUAL(read(bytes_of(header(AF_INET, 0)) + metrics).error().error, EBADMSG);
}

TEST(addition_of_a_route_on_the_link_itself) {
  RouteChange change;
  change.family = AF_INET;
  change.destination = ip(AF_INET, "10.1.0.0");
  change.prefix_length = 16;
  change.link = 4;
  change.metrics.numbers = {{RTAX_MTU, 1400}};
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "38 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "02 10 00 00 fe 03 fd 01 00 00 00 00 "
              "08 00 01 00 0a 01 00 00 "
              "08 00 04 00 04 00 00 00 "
              "0c 00 08 80 08 00 02 00 78 05 00 00");
}

TEST(addition_of_a_route_by_a_gateway_in_a_large_table) {
  RouteChange change;
  change.family = AF_INET;
  change.gateway = ip(AF_INET, "10.0.0.1");
  change.metric = 7;
  change.table = 1000;
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "34 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 00 00 03 00 01 00 00 00 00 "
              "08 00 0f 00 e8 03 00 00 "
              "08 00 05 00 0a 00 00 01 "
              "08 00 06 00 07 00 00 00");
}
