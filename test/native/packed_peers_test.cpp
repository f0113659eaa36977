#include "addon/packed_peers.hpp"

#include "check.hpp"
#include "wireguard_bytes.hpp"

using namespace sinfonia::addon;
using namespace sinfonia::test;
using namespace sinfonia::wireguard;

namespace {

// One peer, as src/addon/packed-peers.ts writes it.
ByteVector packed_peer(const char* present, const char* version, const char* allowed_ips) {
  return bytes("05 00 00 00") + bytes(present) + bytes("00 00 00") + bytes("19 00 6c ca 03 00 00 00") +
         bytes(version) + bytes("00 00 00 01 00 00 00") + bytes(allowed_ips) + bytes("00 00 00 00 00 00 00") +
         bytes("fe 80") + ByteVector(14) + key(1) + key(2) + ByteVector(24);
}

ByteVector packed_allowed_ip(const char* version, const char* length) {
  return bytes(version) + bytes(length) + bytes("01 00") + ByteVector(16, std::byte{9});
}

}  // namespace

TEST(unpacked_peer_has_what_is_present) {
  const auto all = unpack_peers(packed_peer("0f", "06", "01") + packed_allowed_ip("04", "20"));
  const PeerChange& peer = all->at(0);
  CHECK_EQUAL(peer.flags, 5U);
  CHECK_EQUAL(hexadecimal(peer.public_key), hexadecimal(key(1)));
  CHECK_EQUAL(hexadecimal(peer.preshared_key->bytes()), hexadecimal(key(2)));
  CHECK_EQUAL(*peer.persistent_keepalive, 25);
  CHECK_EQUAL(*peer.protocol_version, 1U);
  CHECK_EQUAL(peer.endpoint->family, AF_INET6);
  CHECK_EQUAL(peer.endpoint->port, 51820);
  CHECK_EQUAL(peer.endpoint->scope, 3U);
  CHECK_EQUAL(peer.allowed_ips.at(0).family, AF_INET);
  CHECK_EQUAL(peer.allowed_ips.at(0).prefix_length, 32);
  CHECK_EQUAL(peer.allowed_ips.at(0).flags, 1U);

  const auto none = unpack_peers(packed_peer("00", "00", "00") + packed_peer("00", "00", "00"));
  CHECK_EQUAL(none->size(), 2U);
  CHECK(!none->at(0).preshared_key && !none->at(0).endpoint && !none->at(0).persistent_keepalive &&
        !none->at(0).protocol_version);
}

TEST(packed_peers_that_are_malformed) {
  CHECK(unpack_peers({})->empty());
  CHECK(!unpack_peers(bytes("00")));
  CHECK(!unpack_peers(packed_peer("0f", "05", "00")));
  CHECK(!unpack_peers(packed_peer("0f", "06", "01")));
  CHECK(!unpack_peers(packed_peer("0f", "06", "ff") + packed_allowed_ip("04", "20")));
  CHECK(!unpack_peers(packed_peer("0f", "06", "01") + packed_allowed_ip("05", "20")));
  CHECK(!unpack_peers(packed_peer("0f", "06", "01") + packed_allowed_ip("04", "21")));
  CHECK(!unpack_peers(packed_peer("0f", "06", "01") + packed_allowed_ip("06", "81")));
}

TEST(packed_is_what_was_read) {
  Peer peer;
  peer.endpoint = Endpoint{AF_INET, 0xca6c, {std::byte{127}}, 0};
  peer.last_handshake = Time{2, 500'000'000};
  peer.received_bytes = 3;
  peer.sent_bytes = 4;
  peer.allowed_ips = {{AF_INET6, 128, {std::byte{0xfd}}, 0}};
  const std::vector<Peer> peers{peer};
  ByteVector found(packed_size(peers));
  pack_peers(peers, found);
  const ByteVector expected =
      bytes(
          "00 00 00 00 02 00 00 00 00 00 6c ca 00 00 00 00 04 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00") +
      bytes("7f") + ByteVector(15) + key(0) + key(0) + bytes_of(2500.0) +
      bytes("03 00 00 00 00 00 00 00 04 00 00 00 00 00 00 00") + bytes("06 80 00 00 fd") + ByteVector(15);
  CHECK_EQUAL(hexadecimal(found), hexadecimal(expected));
}
