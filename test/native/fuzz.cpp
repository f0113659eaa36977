// Feeds mutated answers to everything that reads what the kernel sends, for a number of seconds:
// sinfonia-native-fuzz SECONDS [SEED]. Meant to be built with the sanitizers, which end it when something is
// wrong.
#include <arpa/inet.h>
#include <linux/fib_rules.h>
#include <linux/neighbour.h>
#include <linux/rtnetlink.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>

#include "addon/packed_peers.hpp"
#include "fake_kernel.hpp"
#include "generic/command.hpp"
#include "netlink/conversation.hpp"
#include "route/address.hpp"
#include "route/event.hpp"
#include "route/link.hpp"
#include "route/link_attributes.hpp"
#include "route/neighbour.hpp"
#include "route/route_query.hpp"
#include "route/rule.hpp"
#include "wire_bytes.hpp"
#include "wireguard/client.hpp"
#include "wireguard/decode.hpp"
#include "wireguard_bytes.hpp"

using namespace sinfonia;
using namespace sinfonia::test;

namespace {

ByteVector wireguard_attributes() {
  const ByteVector peer = attribute(WGPEER_A_PUBLIC_KEY, key(1)) + attribute(WGPEER_A_PRESHARED_KEY, key(2)) +
                          attribute(WGPEER_A_ENDPOINT, bytes("02 00 ca 6c 7f 00 00 01") + ByteVector(8)) +
                          attribute(WGPEER_A_LAST_HANDSHAKE_TIME, ByteVector(16)) +
                          attribute(WGPEER_A_RX_BYTES, ByteVector(8)) +
                          nested(WGPEER_A_ALLOWEDIPS, allowed_ip("01") + allowed_ip("02"));
  return text_attribute(WGDEVICE_A_IFNAME, "wg0") + attribute(WGDEVICE_A_PRIVATE_KEY, key(3)) +
         attribute(WGDEVICE_A_LISTEN_PORT, bytes("6c ca")) + nested(WGDEVICE_A_PEERS, nested(0, peer));
}

std::vector<ByteVector> seeds(std::uint32_t sequence) {
  rtmsg route_header{};
  route_header.rtm_family = AF_INET;
  const ByteVector link =
      bytes_of(ifinfomsg{}) + text_attribute(IFLA_IFNAME, "veth0") +
      attribute(IFLA_MTU, bytes("8c 05 00 00")) + attribute(IFLA_OPERSTATE, bytes("06")) +
      attribute(IFLA_ADDRESS, bytes("02 00 00 00 00 01")) + attribute(IFLA_STATS64, ByteVector(24 * 8)) +
      attribute(IFLA_PROP_LIST, text_attribute(IFLA_ALT_IFNAME, "the first")) +
      attribute(IFLA_LINKINFO | NLA_F_NESTED,
                text_attribute(IFLA_INFO_KIND, "bridge") +
                    attribute(IFLA_INFO_DATA, attribute(IFLA_BR_PRIORITY, bytes("00 80"))));
  const ByteVector address = bytes_of(ifaddrmsg{AF_INET, 24, 0, 0, 4}) +
                             attribute(IFA_ADDRESS, bytes("0a 00 00 02")) +
                             attribute(IFA_LOCAL, bytes("0a 00 00 02"));
  const ByteVector route =
      bytes_of(route_header) + attribute(RTA_DST, bytes("0a 01 00 00")) +
      attribute(RTA_VIA, bytes("0a 00 fe 80 00 00 00 00 00 00 00 00 00 00 00 00 00 01")) +
      attribute(RTA_METRICS, attribute(RTAX_MTU, bytes("78 05 00 00"))) +
      attribute(RTA_MULTIPATH,
                bytes("10 00 00 02 04 00 00 00 08 00 05 00 0a 00 00 01 08 00 00 00 05 00 00 00"));
  const ByteVector rule = bytes_of(fib_rule_hdr{AF_INET, 0, 8, 0, 254, 0, 0, 1, 0}) +
                          attribute(FRA_SRC, bytes("0a 00 00 00")) + text_attribute(FRA_IIFNAME, "lo") +
                          attribute(FRA_SUPPRESS_PREFIXLEN, bytes("ff ff ff ff")) +
                          attribute(FRA_SPORT_RANGE, bytes("50 00 51 00")) +
                          attribute(FRA_UID_RANGE, bytes("00 00 00 00 01 00 00 00"));
  const ByteVector neighbour = bytes_of(ndmsg{AF_INET6, 0, 0, 4, NUD_STALE, 0, RTN_UNICAST}) +
                               attribute(NDA_DST, ByteVector(16)) + attribute(NDA_LLADDR, ByteVector(6)) +
                               attribute(NDA_PROTOCOL, bytes("04"));
  const ByteVector words = text_attribute(NLMSGERR_ATTR_MSG, "no") +
                           attribute(NLMSGERR_ATTR_OFFS, bytes("24 00 00 00")) +
                           attribute(NLMSGERR_ATTR_MISS_TYPE, bytes("01 00 00 00")) +
                           attribute(NLMSGERR_ATTR_MISS_NEST, bytes("20 00 00 00"));
  const ByteVector echoed = message(16, 0, sequence, link);
  return {
      message(RTM_NEWLINK, NLM_F_MULTI, sequence, link) + done(sequence),
      message(RTM_NEWADDR, NLM_F_MULTI, sequence, address) + done(sequence, -1, words),
      message(RTM_NEWROUTE, NLM_F_MULTI, sequence, route) + done(sequence),
      message(RTM_NEWRULE, NLM_F_MULTI, sequence, rule) + done(sequence),
      message(RTM_NEWNEIGH, NLM_F_MULTI, sequence, neighbour) + done(sequence),
      capped_error(sequence, -22, words),
      message(NLMSG_ERROR, NLM_F_ACK_TLVS, sequence, bytes_of(-22) + echoed + words),
      family_answer(sequence),
      wireguard_message(sequence, wireguard_attributes()) + done(sequence),
  };
}

class Mutator {
 public:
  explicit Mutator(std::uint32_t seed) : random_(seed) {}

  std::size_t below(std::size_t limit) { return limit == 0 ? 0 : random_() % limit; }

  ByteVector mutated(ByteVector bytes) {
    for (std::size_t i = below(6); i > 0 && !bytes.empty(); --i) mutate(bytes);
    return bytes;
  }

 private:
  void mutate(ByteVector& bytes) {
    const std::size_t place = below(bytes.size());
    switch (below(5)) {
      case 0:
        bytes[place] = static_cast<std::byte>(random_());
        break;
      case 1:
        bytes[place] ^= static_cast<std::byte>(1U << below(8));
        break;
      case 2:
        bytes.resize(place);
        break;
      case 3:
        // Lengths stand at multiples of four.
        bytes[place & ~std::size_t{3}] = static_cast<std::byte>(below(40));
        break;
      default:
        bytes.insert(bytes.begin() + static_cast<std::ptrdiff_t>(place), static_cast<std::byte>(random_()));
        break;
    }
  }

  std::mt19937 random_;
};

// How often an answer was understood: none would mean that the mutations reach nothing.
long understood = 0;
long wireguard_understood = 0;
long events_understood = 0;
long generic_understood = 0;

void run_all(netlink::Conversation& conversation) {
  if (route::list_links(conversation)) ++understood;
  if (route::get_link(conversation, 1U)) ++understood;
  if (route::list_addresses(conversation, {})) ++understood;
  if (route::list_routes(conversation, AF_INET, {})) ++understood;
  if (route::list_rules(conversation, AF_INET)) ++understood;
  if (route::list_neighbours(conversation, {})) ++understood;
  route::RouteQuery query;
  query.destination = *route::IpAddress::from_text(AF_INET, "10.0.0.1");
  if (route::look_up_route(conversation, query)) ++understood;
  route::LinkCreation creation;
  creation.link.name = "a";
  creation.kind.name = "dummy";
  if (!route::create_link(conversation, creation)) ++understood;
  generic::FamilyCache families;
  if (wireguard::get_device(conversation, families, 1U)) ++understood;
  const generic::Command command{kWireGuard, 0, 1, {}, {}};
  if (generic::send_command(conversation, command)) ++understood;
  if (generic::dump(conversation, command)) ++understood;
}

// What takes too much luck to reach through a conversation.
void read_wireguard(Mutator& mutator) {
  const ByteVector payload = mutator.mutated(bytes("00 01 00 00") + wireguard_attributes());
  netlink::Message message;
  message.header.nlmsg_type = kWireGuard;
  message.payload = payload;
  wireguard::Device device;
  if (wireguard::decode_part(message, kWireGuard, device)) return;
  ++wireguard_understood;
  ByteVector packed(addon::packed_size(device.peers));
  addon::pack_peers(device.peers, packed);
  if (!addon::unpack_peers(packed)) std::abort();
  [[maybe_unused]] const auto peers = addon::unpack_peers(mutator.mutated(packed));
}

void read_events(Mutator& mutator) {
  const std::vector<ByteVector> all = seeds(0);
  std::vector<route::Event> events;
  const auto refusal = route::read_events(mutator.mutated(all[mutator.below(all.size())]), events);
  if (!refusal) events_understood += static_cast<long>(events.size());
}

void read_told(Mutator& mutator) {
  const ByteVector datagram = wireguard_message(0, wireguard_attributes()) + capped_error(0, -22, {});
  std::vector<generic::Told> told;
  const auto refusal = generic::read_told(mutator.mutated(datagram), kWireGuard, told);
  if (!refusal) generic_understood += static_cast<long>(told.size());
}

}  // namespace

int main(int count, char** arguments) {
  const long seconds = count > 1 ? std::strtol(arguments[1], nullptr, 10) : 5;
  const auto seed = count > 2 ? static_cast<std::uint32_t>(std::strtoul(arguments[2], nullptr, 10))
                              : static_cast<std::uint32_t>(std::random_device{}());
  std::printf("seed %u\n", seed);
  std::fflush(stdout);
  Mutator mutator(seed);
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(seconds);
  long rounds = 0;
  for (; std::chrono::steady_clock::now() < end; ++rounds) {
    netlink::Conversation conversation(std::make_unique<FakeKernel>([&](netlink::Bytes request) {
      std::vector<Answer> answers;
      const std::vector<ByteVector> all = seeds(sequence_of(request));
      for (std::size_t i = mutator.below(3) + 1; i > 0; --i) {
        answers.emplace_back(mutator.mutated(all[mutator.below(all.size())]));
      }
      return answers;
    }));
    run_all(conversation);
    read_wireguard(mutator);
    read_events(mutator);
    read_told(mutator);
  }
  std::printf("%ld rounds, %ld answers understood, %ld of WireGuard, %ld events, %ld told\n", rounds,
              understood, wireguard_understood, events_understood, generic_understood);
  const bool all = understood > 0 && wireguard_understood > 0 && events_understood > 0;
  return all && generic_understood > 0 ? 0 : 1;
}
