#include "route/address.hpp"

#include <arpa/inet.h>
#include <linux/rtnetlink.h>

#include "check.hpp"
#include "wire_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::route;
using namespace sinfonia::test;

namespace {

Result<std::optional<LinkAddress>> read(const ByteVector& payload) {
  Message one;
  one.header.nlmsg_type = RTM_NEWADDR;
  one.payload = payload;
  return read_address(one);
}

// Family, prefix length 24, flags 0x80, scope 0, link 4.
ByteVector header(std::uint8_t family) { return bytes_of(ifaddrmsg{family, 24, 0x80, 0, 4}); }

}  // namespace

TEST(address_of_version_4) {
  const ByteVector payload = header(AF_INET) + attribute(IFA_ADDRESS, bytes("0a 00 00 02")) +
                             attribute(IFA_LOCAL, bytes("0a 00 00 02")) +
                             attribute(IFA_BROADCAST, bytes("0a 00 00 ff")) +
                             attribute(IFA_FLAGS, bytes("80 02 00 00"));
  const auto address = read(payload);
  CHECK_EQUAL((*address)->address.text(), "10.0.0.2");
  CHECK_EQUAL((*address)->broadcast->text(), "10.0.0.255");
  CHECK(!(*address)->peer);
  CHECK_EQUAL((*address)->flags, 0x280U);
  CHECK_EQUAL((*address)->link, 4U);
  CHECK_EQUAL((*address)->prefix_length, 24);
  // What the kernel has not told.
  CHECK(!(*address)->label && !(*address)->metric && !(*address)->protocol);
  CHECK_EQUAL((*address)->lifetime.valid, AddressLifetime::kForever);
}

TEST(address_for_a_while) {
  const ByteVector payload =
      header(AF_INET) + attribute(IFA_LOCAL, bytes("0a 00 00 02")) + text_attribute(IFA_LABEL, "eth0:1") +
      attribute(IFA_RT_PRIORITY, bytes("07 00 00 00")) + attribute(11, bytes("02")) +
      attribute(IFA_CACHEINFO, bytes("3c 00 00 00 58 02 00 00 01 00 00 00 02 00 00 00"));
  const auto address = read(payload);
  CHECK_EQUAL((*address)->label.value_or(""), "eth0:1");
  CHECK_EQUAL((*address)->metric.value_or(0), 7U);
  CHECK_EQUAL((*address)->protocol.value_or(0), 2);
  CHECK_EQUAL((*address)->lifetime.preferred, 60U);
  CHECK_EQUAL((*address)->lifetime.valid, 600U);
}

TEST(addition_of_an_address_for_a_while) {
  LinkAddress address;
  address.link = 4;
  address.address = *IpAddress::from_text(AF_INET, "10.0.0.2");
  address.prefix_length = 24;
  address.scope = RT_SCOPE_LINK;
  address.flags = IFA_F_NOPREFIXROUTE;
  address.broadcast = *IpAddress::from_text(AF_INET, "10.0.0.255");
  address.label = "e:1";
  address.metric = 7;
  address.protocol = 3;
  address.lifetime = {60, 600};
  Request request = address_addition_request(address);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "64 00 00 00 14 00 00 06 01 00 00 00 00 00 00 00 "
              "02 18 00 fd 04 00 00 00 "
              "08 00 02 00 0a 00 00 02 "
              "08 00 01 00 0a 00 00 02 "
              "08 00 08 00 00 02 00 00 "
              "08 00 04 00 0a 00 00 ff "
              "08 00 03 00 65 3a 31 00 "
              "08 00 09 00 07 00 00 00 "
              "05 00 0b 00 03 00 00 00 "
              "14 00 06 00 3c 00 00 00 58 02 00 00 00 00 00 00 00 00 00 00");
}

TEST(list_of_the_addresses_of_one_link) {
  Request request = address_list_request({AF_INET6, 4});
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "18 00 00 00 16 00 00 00 01 00 00 00 00 00 00 00 0a 00 00 00 04 00 00 00");
}

TEST(address_with_another_end) {
  const ByteVector payload = header(AF_INET) + attribute(IFA_ADDRESS, bytes("0a 00 00 03")) +
                             attribute(IFA_LOCAL, bytes("0a 00 00 02"));
  const auto address = read(payload);
  CHECK_EQUAL((*address)->address.text(), "10.0.0.2");
  CHECK_EQUAL((*address)->peer->text(), "10.0.0.3");
}

TEST(address_of_version_6_has_no_local_part) {
  const ByteVector payload =
      header(AF_INET6) + attribute(IFA_ADDRESS, bytes("fd 00 00 00 00 00 00 00 00 00 00 00 00 00 00 02"));
  const auto address = read(payload);
  CHECK_EQUAL((*address)->address.text(), "fd00::2");
  // Without IFA_FLAGS those of the header count.
  CHECK_EQUAL((*address)->flags, 0x80U);
}

TEST(address_of_another_family_is_none_of_ours) { CHECK(!read(header(AF_UNIX))->has_value()); }

TEST(address_refuses_what_is_malformed) {
  CHECK_EQUAL(read(header(AF_INET)).error().error, EBADMSG);
  CHECK_EQUAL(read(header(AF_INET) + attribute(IFA_LOCAL, bytes("0a 00 00"))).error().error, EBADMSG);
  CHECK_EQUAL(read(header(AF_INET6) + attribute(IFA_ADDRESS, bytes("0a 00 00 02"))).error().error, EBADMSG);
  CHECK_EQUAL(read(bytes("02 18")).error().error, EBADMSG);
  CHECK_EQUAL(read(header(AF_INET) + attribute(IFA_CACHEINFO, ByteVector(15))).error().error, EBADMSG);
}

TEST(ip_address_takes_no_other_text) {
  CHECK(IpAddress::from_text(AF_INET, "10.0.0.1").has_value());
  CHECK_EQUAL(IpAddress::from_text(AF_INET6, "FD00:0::1")->text(), "fd00::1");
  for (const char* const text : {"", "10.0.0", "10.0.0.256", "010.0.0.1", "fd00::1", "10.0.0.1 "}) {
    CHECK(!IpAddress::from_text(AF_INET, text));
  }
  CHECK(!IpAddress::from_text(AF_INET6, "fe80::1%eth0"));
  CHECK(!IpAddress::from_text(AF_UNIX, "10.0.0.1"));
  CHECK(!IpAddress::from_bytes(AF_UNIX, {}));
}
