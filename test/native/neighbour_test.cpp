#include "route/neighbour.hpp"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

Result<std::optional<Neighbour>> read(const ByteVector& payload, std::uint16_t type = RTM_NEWNEIGH) {
  Message one;
  one.header.nlmsg_type = type;
  one.payload = payload;
  return read_neighbour(one);
}

// IPv4, link 4, stale, a router, unicast.
const ByteVector kHeader = bytes("02 00 00 00 04 00 00 00 04 00 80 01");

}  // namespace

TEST(neighbour_with_all_that_we_read) {
  const auto neighbour = read(
      kHeader + attribute(NDA_DST, bytes("0a 00 00 02")) + attribute(NDA_LLADDR, bytes("02 fc 00 00 00 02")) +
      attribute(NDA_CACHEINFO, bytes("01 00 00 00 02 00 00 00 03 00 00 00 04 00 00 00")) +
      attribute(NDA_PROTOCOL, bytes("04")) + attribute(NDA_FLAGS_EXT, bytes("01 00 00 00")) +
      attribute(NDA_PROBES, bytes("02 00 00 00")) + attribute(NDA_VLAN, bytes("07 00")) +
      attribute(NDA_MASTER, bytes("09 00 00 00")));
  CHECK_EQUAL((*neighbour)->link, 4U);
  CHECK_EQUAL((*neighbour)->address.text(), "10.0.0.2");
  CHECK_EQUAL(hexadecimal(*(*neighbour)->hardware_address), "02 fc 00 00 00 02");
  CHECK_EQUAL((*neighbour)->state, NUD_STALE);
  CHECK_EQUAL((*neighbour)->flags, NTF_ROUTER);
  CHECK_EQUAL((*neighbour)->type, RTN_UNICAST);
  CHECK_EQUAL((*neighbour)->protocol.value_or(0), RTPROT_STATIC);
  CHECK_EQUAL((*neighbour)->extended_flags, 1U);
  CHECK_EQUAL((*neighbour)->cache->confirmed, 1U);
  CHECK_EQUAL((*neighbour)->cache->used, 2U);
  CHECK_EQUAL((*neighbour)->cache->updated, 3U);
  CHECK_EQUAL((*neighbour)->cache->references, 4U);
  CHECK_EQUAL((*neighbour)->probes.value_or(0), 2U);
  CHECK_EQUAL((*neighbour)->vlan.value_or(0), 7);
  CHECK_EQUAL((*neighbour)->master.value_or(0), 9U);
}

TEST(neighbour_of_a_bridge_is_left_out) {
  CHECK(!read(bytes("07 00 00 00 04 00 00 00 80 00 02 00") + attribute(NDA_LLADDR, ByteVector(6)))
             ->has_value());
}

TEST(neighbour_refuses_what_is_malformed) {
  CHECK_EQUAL(read(bytes("02 00")).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader + attribute(NDA_DST, ByteVector(16))).error().error, EBADMSG);
  CHECK_EQUAL(read(kHeader + attribute(NDA_DST, ByteVector(4)), RTM_GETNEIGH).error().error, EBADMSG);
  const ByteVector protocol = attribute(NDA_DST, ByteVector(4)) + attribute(NDA_PROTOCOL, ByteVector(2));
  CHECK_EQUAL(read(kHeader + protocol).error().error, EBADMSG);
  const ByteVector cache = attribute(NDA_DST, ByteVector(4)) + attribute(NDA_CACHEINFO, ByteVector(12));
  CHECK_EQUAL(read(kHeader + cache).error().error, EBADMSG);
}

TEST(addition_of_a_neighbour) {
  Neighbour neighbour;
  neighbour.link = 4;
  neighbour.address = *IpAddress::from_text(AF_INET, "10.0.0.2");
  neighbour.hardware_address = bytes("02 fc 00 00 00 02");
  neighbour.state = NUD_PERMANENT;
  Request request = neighbour_addition_request(neighbour);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "30 00 00 00 1c 00 00 06 01 00 00 00 00 00 00 00 "
              "02 00 00 00 04 00 00 00 80 00 00 00 "
              "08 00 01 00 0a 00 00 02 "
              "0a 00 02 00 02 fc 00 00 00 02 00 00");
}

TEST(list_of_the_neighbours_of_one_link) {
  Request request = neighbour_list_request({AF_INET, 4, true});
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "24 00 00 00 1e 00 00 00 01 00 00 00 00 00 00 00 "
              "02 00 00 00 00 00 00 00 00 00 08 00 "
              "08 00 08 00 04 00 00 00");
}
