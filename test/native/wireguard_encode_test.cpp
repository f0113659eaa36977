#include "check.hpp"
#include "netlink/attribute_reader.hpp"
#include "wireguard/decode.hpp"
#include "wireguard/encode.hpp"
#include "wireguard_bytes.hpp"

using namespace sinfonia::netlink;
using namespace sinfonia::wireguard;
using namespace sinfonia::test;

namespace {

std::string encoded(const DeviceChange& change) {
  Place place;
  Request request = encode_set(change, kWireGuard, place);
  CHECK(!has_more(change, place));
  CHECK(request.message.ok());
  return hexadecimal(request.message.finish(7));
}

std::string expected(const ByteVector& attributes) {
  return hexadecimal(message(kWireGuard, 0, 7, bytes("01 01 00 00") + attributes));
}

PublicKey public_key(int number) {
  PublicKey key{};
  std::memcpy(key.data(), &number, sizeof number);
  return key;
}

AllowedIp ip(std::uint32_t number) {
  AllowedIp allowed{AF_INET, 32, {}, 0};
  number = htonl(number);
  std::memcpy(allowed.address.data(), &number, sizeof number);
  return allowed;
}

DeviceChange change_of(std::size_t peers, std::size_t allowed_ips) {
  DeviceChange change;
  change.link = std::string("wg0");
  change.flags = WGDEVICE_F_REPLACE_PEERS;
  change.private_key = SecretKey(key(9));
  change.listen_port = 51820;
  change.fwmark = 1;
  std::uint32_t number = 0;
  for (std::size_t i = 0; i < peers; ++i) {
    PeerChange peer;
    peer.public_key = public_key(static_cast<int>(i) + 1);
    peer.flags = WGPEER_F_REPLACE_ALLOWEDIPS;
    peer.preshared_key = SecretKey(key(8));
    peer.endpoint = Endpoint{AF_INET6, 1, {}, 2};
    peer.persistent_keepalive = 25;
    for (std::size_t j = 0; j < allowed_ips; ++j) peer.allowed_ips.push_back(ip(++number));
    change.peers.push_back(peer);
  }
  return change;
}

std::vector<ByteVector> split(const DeviceChange& change, std::size_t size) {
  std::vector<ByteVector> messages;
  for (Place place; has_more(change, place);) {
    Request request = encode_set(change, kWireGuard, place, size);
    CHECK(request.message.ok());
    const Bytes message = request.message.finish(1);
    CHECK(message.size() <= size);
    messages.emplace_back(message.begin(), message.end());
  }
  return messages;
}

Bytes attributes_of(const ByteVector& message) {
  return Bytes(message).subspan(kMessageHeader + sizeof(genlmsghdr));
}

// "name 1 2 3": what is in an attribute, by number.
std::string types_in(Bytes attributes) {
  std::string types;
  AttributeReader reader(attributes);
  while (reader.next()) types += (types.empty() ? "" : " ") + std::to_string(reader.type());
  return types;
}

std::vector<Bytes> inside(Bytes attributes, std::uint16_t type) {
  std::vector<Bytes> found;
  AttributeReader reader(attributes);
  while (reader.next()) {
    if (reader.type() == type) found.push_back(reader.payload());
  }
  return found;
}

Bytes nest(Bytes attributes, std::uint16_t type) { return inside(attributes, type).at(0); }

}  // namespace

TEST(get_names_the_link_by_index_or_name) {
  Request by_index = encode_get(5U, kWireGuard);
  CHECK_EQUAL(hexadecimal(by_index.message.finish(7)),
              hexadecimal(message(kWireGuard, 0, 7, bytes("00 01 00 00 08 00 01 00 05 00 00 00"))));
  Request by_name = encode_get(std::string("wg0"), kWireGuard);
  CHECK_EQUAL(hexadecimal(by_name.message.finish(7)),
              hexadecimal(message(kWireGuard, 0, 7, bytes("00 01 00 00 08 00 02 00 77 67 30 00"))));
}

TEST(set_of_nothing_is_the_link_alone) {
  CHECK_EQUAL(encoded({5U, 0, {}, {}, {}, {}}), expected(bytes("08 00 01 00 05 00 00 00")));
}

TEST(set_writes_every_attribute_of_the_device) {
  DeviceChange change{5U, WGDEVICE_F_REPLACE_PEERS, SecretKey(key(9)), 51820, 0xff00, {}};
  CHECK_EQUAL(encoded(change), expected(bytes("08 00 01 00 05 00 00 00 08 00 05 00 01 00 00 00") +
                                        attribute(WGDEVICE_A_PRIVATE_KEY, key(9)) +
                                        bytes("06 00 06 00 6c ca 00 00 08 00 07 00 00 ff 00 00")));
}

TEST(set_tells_zero_from_absent) {
  DeviceChange change{5U, 0, SecretKey(), 0, 0, {}};
  CHECK_EQUAL(encoded(change),
              expected(bytes("08 00 01 00 05 00 00 00") + attribute(WGDEVICE_A_PRIVATE_KEY, key(0)) +
                       bytes("06 00 06 00 00 00 00 00 08 00 07 00 00 00 00 00")));
  PeerChange peer;
  peer.preshared_key = SecretKey();
  peer.persistent_keepalive = 0;
  CHECK_EQUAL(encoded({5U, 0, {}, {}, {}, {peer}}),
              expected(bytes("08 00 01 00 05 00 00 00") +
                       nested(WGDEVICE_A_PEERS, nested(0, attribute(WGPEER_A_PUBLIC_KEY, key(0)) +
                                                              attribute(WGPEER_A_PRESHARED_KEY, key(0)) +
                                                              bytes("06 00 05 00 00 00 00 00")))));
}

TEST(set_writes_every_attribute_of_a_peer) {
  PeerChange peer;
  std::memset(peer.public_key.data(), 7, peer.public_key.size());
  peer.flags = WGPEER_F_REPLACE_ALLOWEDIPS | WGPEER_F_UPDATE_ONLY;
  peer.preshared_key = SecretKey(key(8));
  peer.endpoint = Endpoint{AF_INET, 51820, {}, 0};
  std::memset(peer.endpoint->address.data(), 0x7f, 4);
  peer.persistent_keepalive = 25;
  peer.protocol_version = 1;
  AllowedIp six{AF_INET6, 64, {}, WGALLOWEDIP_F_REMOVE_ME};
  six.address[0] = std::byte{0xfd};
  peer.allowed_ips = {ip(0x0a000001), six};
  const ByteVector second = nested(
      0, bytes("06 00 01 00 0a 00 00 00") + attribute(WGALLOWEDIP_A_IPADDR, bytes("fd") + ByteVector(15)) +
             bytes("05 00 03 00 40 00 00 00") + bytes("08 00 04 00 01 00 00 00"));
  const ByteVector all = attribute(WGPEER_A_PUBLIC_KEY, key(7)) + bytes("08 00 03 00 06 00 00 00") +
                         attribute(WGPEER_A_PRESHARED_KEY, key(8)) +
                         attribute(WGPEER_A_ENDPOINT, bytes("02 00 ca 6c 7f 7f 7f 7f") + ByteVector(8)) +
                         bytes("06 00 05 00 19 00 00 00") + bytes("08 00 0a 00 01 00 00 00") +
                         nested(WGPEER_A_ALLOWEDIPS, allowed_ip("01") + second);
  CHECK_EQUAL(encoded({5U, 0, {}, {}, {}, {peer}}),
              expected(bytes("08 00 01 00 05 00 00 00") + nested(WGDEVICE_A_PEERS, nested(0, all))));
}

TEST(set_writes_a_scope) {
  PeerChange peer;
  peer.endpoint = Endpoint{AF_INET6, 9, {}, 3};
  peer.endpoint->address[0] = std::byte{0xfe};
  CHECK_EQUAL(encoded({5U, 0, {}, {}, {}, {peer}}),
              expected(bytes("08 00 01 00 05 00 00 00") +
                       nested(WGDEVICE_A_PEERS,
                              nested(0, attribute(WGPEER_A_PUBLIC_KEY, key(0)) +
                                            attribute(WGPEER_A_ENDPOINT, bytes("0a 00 00 09 00 00 00 00 fe") +
                                                                             ByteVector(15) +
                                                                             bytes("03 00 00 00"))))));
}

TEST(what_belongs_to_the_link_is_in_the_first_message_only) {
  const auto messages = split(change_of(10, 1), 700);
  CHECK(messages.size() > 2);
  CHECK_EQUAL(types_in(attributes_of(messages[0])), "2 5 3 6 7 8");
  for (std::size_t i = 1; i < messages.size(); ++i) CHECK_EQUAL(types_in(attributes_of(messages[i])), "2 8");
}

TEST(peer_that_goes_on_has_its_key_and_may_not_be_made_anew) {
  const auto messages = split(change_of(1, 100), 1000);
  CHECK(messages.size() > 2);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const Bytes peer = nest(nest(attributes_of(messages[i]), WGDEVICE_A_PEERS), 0);
    CHECK_EQUAL(types_in(peer), i == 0 ? "1 3 2 4 5 9" : "1 3 9");
    std::uint32_t flags = 0;
    CHECK(read_structure(nest(peer, WGPEER_A_FLAGS), flags));
    CHECK_EQUAL(flags, i == 0 ? unsigned{WGPEER_F_REPLACE_ALLOWEDIPS} : unsigned{WGPEER_F_UPDATE_ONLY});
    CHECK(!inside(nest(peer, WGPEER_A_ALLOWEDIPS), 0).empty());
  }
}

// What is split is read again by the one who puts it together.
TEST(split_loses_nothing_at_any_size) {
  for (const std::size_t peers : {0U, 1U, 2U, 7U, 40U}) {
    for (const std::size_t allowed_ips : {0U, 1U, 3U, 50U}) {
      for (const std::size_t size : {512U, 516U, 600U, 4000U, 61440U}) {
        const DeviceChange change = change_of(peers, allowed_ips);
        Device device;
        for (const ByteVector& message : split(change, size)) {
          Message one;
          one.header.nlmsg_type = kWireGuard;
          one.payload = Bytes(message).subspan(kMessageHeader);
          CHECK(!decode_part(one, kWireGuard, device));
        }
        CHECK_EQUAL(device.peers.size(), peers);
        std::uint32_t number = 0;
        for (std::size_t i = 0; i < device.peers.size(); ++i) {
          CHECK(device.peers[i].public_key == change.peers[i].public_key);
          CHECK_EQUAL(device.peers[i].allowed_ips.size(), allowed_ips);
          CHECK_EQUAL(device.peers[i].persistent_keepalive, 25);
          for (const AllowedIp& found : device.peers[i].allowed_ips)
            CHECK(found.address == ip(++number).address);
        }
      }
    }
  }
}

TEST(messages_are_full_before_the_next_begins) {
  const auto messages = split(change_of(2000, 1), kMessageSize);
  for (std::size_t i = 0; i + 1 < messages.size(); ++i) CHECK(messages[i].size() > kMessageSize - 300);
}
