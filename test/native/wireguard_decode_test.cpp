#include "check.hpp"
#include "wireguard/decode.hpp"
#include "wireguard_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::wireguard;
using namespace sinfonia::test;

namespace {

// "": it was understood.
std::string read(Device& device, const ByteVector& attributes, std::uint16_t type = kWireGuard) {
  const ByteVector payload = bytes_of(genlmsghdr{WG_CMD_GET_DEVICE, WG_GENL_VERSION, 0}) + attributes;
  Message one;
  one.header.nlmsg_type = type;
  one.payload = payload;
  const Refusal refusal = decode_part(one, kWireGuard, device);
  if (!refusal) return "";
  CHECK_EQUAL(refusal->error, EBADMSG);
  return refusal->detail;
}

ByteVector peers(const ByteVector& list) { return nested(WGDEVICE_A_PEERS, list); }
ByteVector peer(const ByteVector& attributes) { return nested(0, attributes); }
ByteVector named(int number) { return attribute(WGPEER_A_PUBLIC_KEY, key(number)); }
ByteVector allowed(const ByteVector& list) { return nested(WGPEER_A_ALLOWEDIPS, list); }

std::string problem_with(const ByteVector& peer_attributes) {
  Device device;
  return read(device, peers(peer(named(1) + peer_attributes)));
}

}  // namespace

TEST(device_with_every_attribute) {
  Device device;
  CHECK_EQUAL(
      read(device, attribute(WGDEVICE_A_IFINDEX, bytes("05 00 00 00")) +
                       text_attribute(WGDEVICE_A_IFNAME, "wg0") + attribute(WGDEVICE_A_PRIVATE_KEY, key(1)) +
                       attribute(WGDEVICE_A_PUBLIC_KEY, key(2)) +
                       attribute(WGDEVICE_A_LISTEN_PORT, bytes("6c ca")) +
                       attribute(WGDEVICE_A_FWMARK, bytes("00 00 00 80")) + attribute(99, key(3))),
      "");
  CHECK_EQUAL(device.index, 5U);
  CHECK_EQUAL(device.name, "wg0");
  CHECK_EQUAL(hexadecimal(device.private_key->bytes()), hexadecimal(key(1)));
  CHECK_EQUAL(hexadecimal(*device.public_key), hexadecimal(key(2)));
  CHECK_EQUAL(device.listen_port, 51820);
  CHECK_EQUAL(device.fwmark, 0x80000000U);
  CHECK(device.peers.empty());
}

TEST(peer_with_every_attribute) {
  Device device;
  const ByteVector one =
      named(1) + attribute(WGPEER_A_PRESHARED_KEY, key(2)) +
      attribute(WGPEER_A_ENDPOINT,
                bytes("0a 00 ca 6c 00 00 00 00 fe 80") + ByteVector(14) + bytes("03 00 00 00")) +
      attribute(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, bytes("19 00")) +
      attribute(WGPEER_A_LAST_HANDSHAKE_TIME, bytes("01 00 00 00 01 00 00 00 02 00 00 00 00 00 00 00")) +
      attribute(WGPEER_A_RX_BYTES, bytes("01 00 00 00 00 00 00 80")) +
      attribute(WGPEER_A_TX_BYTES, bytes("02 00 00 00 00 00 00 00")) +
      attribute(WGPEER_A_PROTOCOL_VERSION, bytes("01 00 00 00")) +
      allowed(allowed_ip("01") + nested(0, attribute(WGALLOWEDIP_A_CIDR_MASK, bytes("40")) +
                                               attribute(WGALLOWEDIP_A_IPADDR, ByteVector(16, std::byte{4})) +
                                               attribute(WGALLOWEDIP_A_FAMILY, bytes("0a 00"))));
  CHECK_EQUAL(read(device, peers(peer(one))), "");
  const Peer& found = device.peers.at(0);
  CHECK_EQUAL(hexadecimal(found.preshared_key->bytes()), hexadecimal(key(2)));
  CHECK_EQUAL(found.endpoint->port, 51820);
  CHECK_EQUAL(found.endpoint->scope, 3U);
  CHECK_EQUAL(hexadecimal(found.endpoint->address), hexadecimal(bytes("fe 80") + ByteVector(14)));
  CHECK_EQUAL(found.persistent_keepalive, 25);
  CHECK_EQUAL(found.last_handshake->seconds, 0x100000001);
  CHECK_EQUAL(found.last_handshake->nanoseconds, 2);
  CHECK_EQUAL(found.received_bytes, 0x8000000000000001U);
  CHECK_EQUAL(found.sent_bytes, 2U);
  CHECK_EQUAL(found.protocol_version, 1U);
  CHECK_EQUAL(found.allowed_ips.size(), 2U);
  CHECK_EQUAL(found.allowed_ips[0].family, AF_INET);
  CHECK_EQUAL(found.allowed_ips[0].prefix_length, 32);
  CHECK_EQUAL(found.allowed_ips[1].family, AF_INET6);
  CHECK_EQUAL(found.allowed_ips[1].prefix_length, 64);
}

TEST(time_in_32_bits) {
  Device device;
  const ByteVector one = named(1) + attribute(WGPEER_A_LAST_HANDSHAKE_TIME, bytes("01 00 00 00 02 00 00 00"));
  CHECK_EQUAL(read(device, peers(peer(one))), "");
  CHECK_EQUAL(device.peers[0].last_handshake->seconds, 1);
  CHECK_EQUAL(device.peers[0].last_handshake->nanoseconds, 2);
}

TEST(zeros_are_nothing) {
  Device device;
  const ByteVector one = named(1) + attribute(WGPEER_A_PRESHARED_KEY, key(0)) +
                         attribute(WGPEER_A_LAST_HANDSHAKE_TIME, ByteVector(16));
  CHECK_EQUAL(read(device, attribute(WGDEVICE_A_PRIVATE_KEY, key(0)) + peers(peer(one))), "");
  CHECK(!device.private_key);
  CHECK(!device.peers[0].preshared_key);
  CHECK(!device.peers[0].last_handshake);
  CHECK(!device.peers[0].endpoint);
}

TEST(peer_that_goes_on_in_the_next_message_is_one) {
  Device device;
  const ByteVector keepalive = attribute(WGPEER_A_PERSISTENT_KEEPALIVE_INTERVAL, bytes("19 00"));
  CHECK_EQUAL(read(device, peers(peer(named(1)) + peer(named(2) + keepalive + allowed(allowed_ip("01"))))),
              "");
  CHECK_EQUAL(read(device, peers(peer(named(2) + allowed(allowed_ip("02"))))), "");
  CHECK_EQUAL(read(device, peers(peer(named(2) + allowed(allowed_ip("03"))) + peer(named(3)))), "");
  CHECK_EQUAL(device.peers.size(), 3U);
  CHECK_EQUAL(device.peers[1].allowed_ips.size(), 3U);
  CHECK(device.peers[1].allowed_ips[2].address[3] == std::byte{3});
  CHECK_EQUAL(device.peers[1].persistent_keepalive, 25);
}

TEST(secrets_are_forgotten) {
  Device device;
  CHECK_EQUAL(
      read(device, attribute(WGDEVICE_A_PRIVATE_KEY, key(1)) + attribute(WGDEVICE_A_PUBLIC_KEY, key(2)) +
                       peers(peer(named(1) + attribute(WGPEER_A_PRESHARED_KEY, key(3))))),
      "");
  device.forget_secrets();
  CHECK(!device.private_key);
  CHECK(!device.peers[0].preshared_key);
  CHECK(device.public_key.has_value());
}

TEST(wireguard_refuses_what_is_malformed) {
  Device device;
  CHECK_EQUAL(read(device, {}, 29), "the answer is no WireGuard link");
  CHECK_EQUAL(read(device, attribute(WGDEVICE_A_PRIVATE_KEY, bytes("01"))), "attribute 3 is no key");
  CHECK_EQUAL(read(device, attribute(WGDEVICE_A_LISTEN_PORT, bytes("01"))),
              "attribute 6 has 1 bytes in place of 2");
  CHECK_EQUAL(read(device, peers(peer(allowed(allowed_ip("01"))))),
              "attribute 8: attribute 0: a peer has no public key");
  const std::string in_peer = "attribute 8: attribute 0: ";
  CHECK_EQUAL(problem_with(attribute(WGPEER_A_PRESHARED_KEY, ByteVector(31))),
              in_peer + "attribute 2 is no key");
  for (const char* const endpoint : {"", "02", "02 00 01 02 03", "0a 00 01 02 03 04 05 06 07 08", "07 00"})
    CHECK_EQUAL(problem_with(attribute(WGPEER_A_ENDPOINT, bytes(endpoint))),
                in_peer + "attribute 4 is no endpoint");
  CHECK_EQUAL(problem_with(attribute(WGPEER_A_LAST_HANDSHAKE_TIME, ByteVector(12))),
              in_peer + "attribute 6 is no time");
  const ByteVector address = attribute(WGALLOWEDIP_A_IPADDR, bytes("0a 00 00 01"));
  const ByteVector length = attribute(WGALLOWEDIP_A_CIDR_MASK, bytes("20"));
  const ByteVector family = attribute(WGALLOWEDIP_A_FAMILY, bytes("02 00"));
  const std::string no_network = in_peer + "attribute 9: attribute 0: it is no network";
  for (const ByteVector& bad :
       {address + length, family + length, family + address + attribute(WGALLOWEDIP_A_CIDR_MASK, bytes("21")),
        attribute(WGALLOWEDIP_A_FAMILY, bytes("0a 00")) + address + length})
    CHECK_EQUAL(problem_with(allowed(nested(0, bad))), no_network);
  CHECK_EQUAL(problem_with(allowed(nested(0, attribute(WGALLOWEDIP_A_IPADDR, ByteVector(17))))),
              in_peer + "attribute 9: attribute 0: attribute 2 is no address");
}
