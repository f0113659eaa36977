#include "route/link.hpp"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

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
      attribute(IFLA_LINKINFO | NLA_F_NESTED,
                text_attribute(IFLA_INFO_KIND, "veth") + text_attribute(IFLA_INFO_SLAVE_KIND, "bridge") +
                    attribute(IFLA_INFO_SLAVE_DATA, attribute(IFLA_BRPORT_STATE, bytes("03")))) +
      attribute(IFLA_BROADCAST, bytes("ff ff ff ff ff ff")) +
      attribute(IFLA_PERM_ADDRESS, bytes("02 00 00 00 00 02")) +
      attribute(IFLA_PROMISCUITY, bytes("01 00 00 00")) + attribute(IFLA_MIN_MTU, bytes("44 00 00 00")) +
      attribute(IFLA_MAX_MTU, bytes("ff ff 00 00")) + attribute(IFLA_NUM_TX_QUEUES, bytes("02 00 00 00")) +
      attribute(IFLA_NUM_RX_QUEUES, bytes("03 00 00 00")) + text_attribute(IFLA_QDISC, "noqueue") +
      attribute(IFLA_LINKMODE, bytes("01")) + attribute(IFLA_PROTO_DOWN, bytes("01")) +
      attribute(IFLA_GSO_MAX_SIZE, bytes("00 00 01 00")) +
      attribute(IFLA_GSO_MAX_SEGS, bytes("ff ff 00 00")) + attribute(58, bytes("01 00 01 00")) +
      attribute(59, bytes("02 00 01 00")) + attribute(60, bytes("fe ff 00 00")) +
      attribute(63, bytes("03 00 01 00")) + attribute(64, bytes("04 00 01 00")) +
      text_attribute(56, "virtio2") + text_attribute(57, "virtio") +
      text_attribute(IFLA_PHYS_PORT_NAME, "p0") + attribute(IFLA_PHYS_PORT_ID, bytes("01 02")) +
      attribute(IFLA_PHYS_SWITCH_ID, bytes("03 04 05")) +
      attribute(IFLA_AF_SPEC, attribute(AF_INET, ByteVector(4)) +
                                  attribute(AF_INET6, attribute(IFLA_INET6_ADDR_GEN_MODE, bytes("02"))));
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
  CHECK_EQUAL(link->lower_namespace.value_or(-2), 0);
  CHECK_EQUAL(link->master.value_or(0), 3U);
  CHECK_EQUAL(link->kind->name, "veth");
  CHECK_EQUAL(link->port->kind, "bridge");
  CHECK_EQUAL(hexadecimal(link->port->attributes), "05 00 01 00 03 00 00 00");
  CHECK_EQUAL(hexadecimal(*link->broadcast_address), "ff ff ff ff ff ff");
  CHECK_EQUAL(hexadecimal(*link->permanent_address), "02 00 00 00 00 02");
  CHECK_EQUAL(link->promiscuity, 1U);
  CHECK_EQUAL(link->min_mtu, 68U);
  CHECK_EQUAL(link->max_mtu, 65535U);
  CHECK_EQUAL(link->transmit_queues, 2U);
  CHECK_EQUAL(link->receive_queues, 3U);
  CHECK_EQUAL(link->queueing_discipline.value_or(""), "noqueue");
  CHECK_EQUAL(link->mode, 1);
  CHECK(link->protocol_down);
  CHECK_EQUAL(link->address_generation_mode.value_or(0), 2);
  CHECK_EQUAL(link->segmentation.gso_max_size.value_or(0), 65536U);
  CHECK_EQUAL(link->segmentation.gso_max_segments.value_or(0), 65535U);
  CHECK_EQUAL(link->segmentation.gro_max_size.value_or(0), 65537U);
  CHECK_EQUAL(link->segmentation.tso_max_size.value_or(0), 65538U);
  CHECK_EQUAL(link->segmentation.tso_max_segments.value_or(0), 65534U);
  CHECK_EQUAL(link->segmentation.gso_ipv4_max_size.value_or(0), 65539U);
  CHECK_EQUAL(link->segmentation.gro_ipv4_max_size.value_or(0), 65540U);
  CHECK_EQUAL(link->hardware.bus.value_or(""), "virtio");
  CHECK_EQUAL(link->hardware.device.value_or(""), "virtio2");
  CHECK_EQUAL(link->hardware.port_name.value_or(""), "p0");
  CHECK_EQUAL(hexadecimal(*link->hardware.port_id), "01 02");
  CHECK_EQUAL(hexadecimal(*link->hardware.switch_id), "03 04 05");
}

TEST(link_without_attributes_has_nothing_that_it_was_not_told) {
  const Result<Link> link = read(RTM_NEWLINK, kHeader);
  CHECK(!link->kind && !link->hardware_address && !link->lower && !link->master && !link->lower_namespace);
  CHECK(!link->segmentation.gso_max_size && !link->hardware.bus && !link->hardware.port_id);
  CHECK(!link->port && !link->address_generation_mode && !link->queueing_discipline);
}

TEST(link_refuses_what_is_none) {
  CHECK_EQUAL(read(RTM_NEWADDR, kHeader).error().error, EBADMSG);
  CHECK_EQUAL(read(RTM_NEWLINK, bytes("00 00 01 00")).error().error, EBADMSG);
  CHECK_EQUAL(read(RTM_NEWLINK, kHeader + attribute(IFLA_MTU, bytes("01 02"))).error().error, EBADMSG);
}

TEST(link_keeps_what_has_no_name_of_its_kind) {
  const ByteVector data = attribute(IFLA_VLAN_ID, bytes("07 00")) +
                          attribute(IFLA_VLAN_FLAGS, bytes("01 00 00 00 ff ff ff ff")) +
                          attribute(IFLA_VLAN_PROTOCOL, bytes("81 00"));
  const ByteVector information = text_attribute(IFLA_INFO_KIND, "vlan") + attribute(IFLA_INFO_DATA, data);
  const Result<Link> link = read(RTM_NEWLINK, kHeader + attribute(IFLA_LINKINFO, information));
  CHECK_EQUAL(std::get<Vlan>(link->kind->options).id, 7);
  CHECK_EQUAL(hexadecimal(link->kind->attributes), "0c 00 02 00 01 00 00 00 ff ff ff ff");
}

TEST(creation_of_a_veth_with_its_ends_in_two_namespaces) {
  LinkCreation creation;
  creation.link.name = "a";
  creation.link.flags = {IFF_UP, IFF_UP};
  creation.link.mtu = 1400;
  creation.link.name_space = std::make_shared<const sinfonia::system::UniqueFd>(800);
  NewLink peer;
  peer.name = "b";
  peer.index = 5;
  peer.flags = {IFF_NOARP, IFF_NOARP};
  peer.name_space = std::make_shared<const sinfonia::system::UniqueFd>(900);
  peer.transmit_queue_length = 6;
  creation.kind = {"veth", Veth{peer}, {}};
  Request request = link_creation_request(creation);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "78 00 00 00 10 00 00 06 01 00 00 00 00 00 00 00 "
              "00 00 00 00 00 00 00 00 01 00 00 00 01 00 00 00 "
              "06 00 03 00 61 00 00 00 "
              "08 00 04 00 78 05 00 00 "
              "08 00 1c 00 20 03 00 00 "
              "40 00 12 80 09 00 01 00 76 65 74 68 00 00 00 00 "
              "30 00 02 80 2c 00 01 80 "
              "00 00 00 00 05 00 00 00 80 00 00 00 80 00 00 00 "
              "06 00 03 00 62 00 00 00 "
              "08 00 1c 00 84 03 00 00 "
              "08 00 0d 00 06 00 00 00");
}

TEST(creation_of_a_vlan_names_the_link_below_it) {
  LinkCreation creation;
  creation.link.name = "v";
  creation.kind = {"vlan", Vlan{100, {}}, attribute(IFLA_VLAN_FLAGS, bytes("01 00 00 00 01 00 00 00"))};
  creation.lower = 3;
  Request request = link_creation_request(creation);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "58 00 00 00 10 00 00 06 01 00 00 00 00 00 00 00 "
              "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
              "06 00 03 00 76 00 00 00 "
              "08 00 05 00 03 00 00 00 "
              "28 00 12 80 09 00 01 00 76 6c 61 6e 00 00 00 00 "
              "18 00 02 80 06 00 01 00 64 00 00 00 "
              "0c 00 02 00 01 00 00 00 01 00 00 00");
}

TEST(creation_of_any_other_kind_needs_its_name_alone) {
  LinkCreation creation;
  creation.link.name = "wg0";
  creation.kind.name = "wireguard";
  Request request = link_creation_request(creation);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "3c 00 00 00 10 00 00 06 01 00 00 00 00 00 00 00 "
              "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 "
              "08 00 03 00 77 67 30 00 "
              "14 00 12 80 0e 00 01 00 77 69 72 65 67 75 61 72 64 00 00 00");
}

TEST(change_of_what_every_link_has) {
  LinkChange change;
  change.flags = {IFF_PROMISC | IFF_NOARP, IFF_PROMISC};
  change.alias = "";
  change.address_generation_mode = 1;
  Request request = link_change_request(7, change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "34 00 00 00 13 00 00 00 01 00 00 00 00 00 00 00 "
              "00 00 00 00 07 00 00 00 00 01 00 00 80 01 00 00 "
              "04 00 14 00 "
              "10 00 1a 80 0c 00 0a 80 05 00 08 00 01 00 00 00");
}

// The kernel reads IFLA_LINKINFO of an RTM_NEWLINK alone.
TEST(change_of_the_options_of_its_kind_and_as_a_port) {
  LinkChange change;
  Bridge bridge;
  bridge.stp_state = 1;
  change.kind = LinkKind{"bridge", bridge, {}};
  change.port = Port{"bond", attribute(9, bytes("05 00"))};
  Request request = link_change_request(7, change);
  CHECK_EQUAL(hexadecimal(request.message.finish(1)),
              "54 00 00 00 10 00 00 00 01 00 00 00 00 00 00 00 "
              "00 00 00 00 07 00 00 00 00 00 00 00 00 00 00 00 "
              "34 00 12 80 "
              "0b 00 01 00 62 72 69 64 67 65 00 00 "
              "0c 00 02 80 08 00 05 00 01 00 00 00 "
              "09 00 04 00 62 6f 6e 64 00 00 00 00 "
              "0c 00 05 80 06 00 09 00 05 00 00 00");
}
