#include "route/route.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>
#include <unistd.h>

#include "check.hpp"
#include "route/route_query.hpp"
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
  change.next_hops = {{ip(AF_INET, "10.0.0.1"), 4, 3, 0, {}, {}}, {{}, 5, 1, 0, {}, {}}};
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "38 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 00 fe 03 00 01 00 00 00 00 "
              "1c 00 09 00 10 00 00 02 04 00 00 00 08 00 05 00 0a 00 00 01 "
              "08 00 00 00 05 00 00 00");
}

TEST(route_with_what_few_routes_have) {
  rtmsg with = header(AF_INET6, 16);
  with.rtm_src_len = 8;
  with.rtm_tos = 0x10;
  with.rtm_flags = RTNH_F_LINKDOWN;
  const ByteVector cache = bytes("00 00 00 00 00 00 00 00 40 1f 00 00") + ByteVector(20);
  const auto route =
      read(bytes_of(with) + attribute(RTA_SRC, bytes("fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00")) +
           attribute(RTA_FLOW, bytes("04 00 03 00")) + attribute(RTA_PREF, bytes("01")) +
           attribute(RTA_NH_ID, bytes("07 00 00 00")) + attribute(RTA_ENCAP_TYPE, bytes("05 00")) +
           attribute(RTA_ENCAP, bytes("aa bb")) + attribute(RTA_CACHEINFO, cache));
  CHECK_EQUAL((*route)->source->address.text() + "/" + std::to_string((*route)->source->length), "fd00::/8");
  CHECK_EQUAL((*route)->tos, 0x10);
  CHECK_EQUAL((*route)->flags, static_cast<unsigned>(RTNH_F_LINKDOWN));
  CHECK_EQUAL((*route)->realms.value_or(0), 0x30004U);
  CHECK_EQUAL((*route)->preference.value_or(0), 1);
  CHECK_EQUAL((*route)->next_hop_id.value_or(0), 7U);
  CHECK_EQUAL((*route)->encapsulation->type, 5);
  CHECK_EQUAL((*route)->encapsulation->data.size(), 2U);
  // 8000 ticks.
  CHECK_EQUAL((*route)->expires.value_or(0), 8000 / sysconf(_SC_CLK_TCK));
}

TEST(next_hop_with_what_few_have) {
  const auto route = read(
      bytes_of(header(AF_INET, 8)) +
      attribute(RTA_MULTIPATH, bytes("30 00 11 00 04 00 00 00"
                                     "16 00 12 00 0a 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00"
                                     "08 00 0b 00 04 00 03 00 06 00 15 00 02 00 00 00")));
  const NextHop& hop = (*route)->next_hops.front();
  CHECK_EQUAL(hop.gateway->text(), "fe80::1");
  CHECK_EQUAL(hop.realms.value_or(0), 0x30004U);
  CHECK_EQUAL(hop.encapsulation->type, 2);
  CHECK_EQUAL(hop.flags, RTNH_F_DEAD | RTNH_F_LINKDOWN);
}

TEST(addition_of_a_route_with_what_few_have) {
  RouteChange change;
  change.family = AF_INET;
  change.tos = 0x10;
  change.realms = 0x30004;
  change.gateway = ip(AF_INET6, "fe80::1");
  change.link = 4;
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "44 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 10 fe 03 00 01 00 00 00 00 "
              "16 00 12 00 0a 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 "
              "08 00 04 00 04 00 00 00 "
              "08 00 0b 00 04 00 03 00");
}

TEST(addition_of_a_route_of_ipv6_with_what_few_have) {
  RouteChange change;
  change.family = AF_INET6;
  change.source = IpPrefix{ip(AF_INET6, "fd00::"), 8};
  change.preference = 3;
  change.expires = 60;
  // It stands in place of these.
  change.next_hop_id = 7;
  change.gateway = ip(AF_INET6, "fe80::1");
  change.link = 4;
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "48 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "0a 00 08 00 fe 03 00 01 00 00 00 00 "
              "14 00 02 00 fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
              "08 00 1e 00 07 00 00 00 "
              "05 00 14 00 03 00 00 00 "
              "08 00 17 00 3c 00 00 00");
}

TEST(addition_of_next_hops_with_what_few_have) {
  RouteChange change;
  change.family = AF_INET;
  change.next_hops = {{ip(AF_INET6, "fe80::1"), 4, 1, 0, 0x30004, Encapsulation{2, bytes("aa")}}};
  Request request = route_addition_request(change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "58 00 00 00 18 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 00 fe 03 00 01 00 00 00 00 "
              "3c 00 09 00 38 00 00 00 04 00 00 00 "
              "16 00 12 00 0a 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01 00 00 "
              "08 00 0b 00 04 00 03 00 "
              "06 00 15 00 02 00 00 00 "
              "05 00 16 80 aa 00 00 00");
}

TEST(list_of_routes_of_a_kind) {
  RouteFilter filter;
  filter.table = 1000;
  filter.link = 4;
  filter.protocol = RTPROT_STATIC;
  filter.type = RTN_BLACKHOLE;
  Request request = route_list_request(AF_INET, filter);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "2c 00 00 00 1a 00 00 00 01 00 00 00 00 00 00 00 "
              "02 00 00 00 00 04 00 06 00 00 00 00 "
              "08 00 0f 00 e8 03 00 00 "
              "08 00 04 00 04 00 00 00");
}

TEST(question_for_the_way_of_a_packet) {
  RouteQuery query;
  query.destination = ip(AF_INET, "10.1.0.1");
  query.source = ip(AF_INET, "10.0.0.1");
  query.incoming = 3;
  query.outgoing = 4;
  query.mark = 5;
  query.user = 6;
  query.tos = 0x10;
  query.ip_protocol = 17;
  query.source_port = 53;
  query.destination_port = 1000;
  Request request = route_query_request(query);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "64 00 00 00 1a 00 00 00 01 00 00 00 00 00 00 00 "
              "02 20 20 10 00 00 00 00 00 10 00 00 "
              "08 00 01 00 0a 01 00 01 "
              "08 00 02 00 0a 00 00 01 "
              "08 00 03 00 03 00 00 00 "
              "08 00 04 00 04 00 00 00 "
              "08 00 10 00 05 00 00 00 "
              "08 00 19 00 06 00 00 00 "
              "05 00 1b 00 11 00 00 00 "
              "06 00 1c 00 00 35 00 00 "
              "06 00 1d 00 03 e8 00 00");
}

TEST(route_refuses_what_is_malformed) {
  CHECK_EQUAL(read(bytes("02 00")).error().error, EBADMSG);
  CHECK_EQUAL(read(bytes_of(header(AF_INET, 0)) + attribute(RTA_VIA, bytes("0a"))).error().error, EBADMSG);
  CHECK_EQUAL(read(bytes_of(header(AF_INET, 8)) + attribute(RTA_DST, bytes("0a 00"))).error().error, EBADMSG);
  CHECK_EQUAL(read(bytes_of(header(AF_INET, 0)) + attribute(RTA_CACHEINFO, bytes("00"))).error().error,
              EBADMSG);
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
