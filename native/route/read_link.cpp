// What an RTM_NEWLINK tells.
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "netlink/attribute_reader.hpp"
#include "route/link.hpp"
#include "route/object.hpp"

namespace sinfonia::route {
namespace {

using netlink::AttributeReader;
using netlink::Failure;
using netlink::Message;
using netlink::Result;

// IFLA_…: the headers of the Linux that brought them name them.
constexpr std::uint16_t kParentDeviceName = 56;
constexpr std::uint16_t kParentDeviceBusName = 57;
constexpr std::uint16_t kGroMaxSize = 58;
constexpr std::uint16_t kTsoMaxSize = 59;
constexpr std::uint16_t kTsoMaxSegments = 60;
constexpr std::uint16_t kAllMulticast = 61;
constexpr std::uint16_t kGsoIpv4MaxSize = 63;
constexpr std::uint16_t kGroIpv4MaxSize = 64;

void read_information(AttributeReader& reader, Link& link) {
  while (reader.next()) {
    switch (reader.type()) {
      case IFLA_INFO_KIND:
        link.kind = LinkKind{reader.text(), {}, {}};
        break;
      case IFLA_INFO_DATA:
        if (link.kind) read_kind_data(reader, *link.kind);
        break;
      case IFLA_INFO_SLAVE_KIND:
        link.port = Port{reader.text(), {}};
        break;
      case IFLA_INFO_SLAVE_DATA:
        if (link.port) link.port->attributes.assign(reader.payload().begin(), reader.payload().end());
        break;
      default:
        break;
    }
  }
}

void read_families(AttributeReader& reader, Link& link) {
  while (reader.next()) {
    if (reader.type() != AF_INET6) continue;
    reader.nest([&](AttributeReader& inner) {
      while (inner.next()) {
        if (inner.type() == IFLA_INET6_ADDR_GEN_MODE) link.address_generation_mode = inner.u8();
      }
    });
  }
}

void read_names(AttributeReader& reader, Link& link) {
  while (reader.next()) {
    if (reader.type() == IFLA_ALT_IFNAME) link.alternative_names.push_back(reader.text());
  }
}

void read_statistics(AttributeReader& reader, Link& link) {
  LinkStatistics statistics{};
  // Newer kernels append to it.
  if (netlink::read_structure(reader.payload(), statistics)) {
    link.statistics = statistics;
  } else {
    reader.fail("IFLA_STATS64 is too short");
  }
}

bool read_limits(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_MIN_MTU:
      link.min_mtu = reader.u32();
      return true;
    case IFLA_MAX_MTU:
      link.max_mtu = reader.u32();
      return true;
    case IFLA_TXQLEN:
      link.transmit_queue_length = reader.u32();
      return true;
    case IFLA_NUM_TX_QUEUES:
      link.transmit_queues = reader.u32();
      return true;
    case IFLA_NUM_RX_QUEUES:
      link.receive_queues = reader.u32();
      return true;
    case IFLA_QDISC:
      link.queueing_discipline = reader.text();
      return true;
    default:
      return false;
  }
}

bool read_segmentation(AttributeReader& reader, Link& link) {
  Segmentation& segmentation = link.segmentation;
  switch (reader.type()) {
    case IFLA_GSO_MAX_SIZE:
      segmentation.gso_max_size = reader.u32();
      return true;
    case IFLA_GSO_MAX_SEGS:
      segmentation.gso_max_segments = reader.u32();
      return true;
    case kGsoIpv4MaxSize:
      segmentation.gso_ipv4_max_size = reader.u32();
      return true;
    case kTsoMaxSize:
      segmentation.tso_max_size = reader.u32();
      return true;
    case kTsoMaxSegments:
      segmentation.tso_max_segments = reader.u32();
      return true;
    case kGroMaxSize:
      segmentation.gro_max_size = reader.u32();
      return true;
    case kGroIpv4MaxSize:
      segmentation.gro_ipv4_max_size = reader.u32();
      return true;
    default:
      return false;
  }
}

bool read_hardware(AttributeReader& reader, Link& link) {
  Hardware& hardware = link.hardware;
  switch (reader.type()) {
    case kParentDeviceBusName:
      hardware.bus = reader.text();
      return true;
    case kParentDeviceName:
      hardware.device = reader.text();
      return true;
    case IFLA_PHYS_PORT_NAME:
      hardware.port_name = reader.text();
      return true;
    case IFLA_PHYS_PORT_ID:
      hardware.port_id.emplace(reader.payload().begin(), reader.payload().end());
      return true;
    case IFLA_PHYS_SWITCH_ID:
      hardware.switch_id.emplace(reader.payload().begin(), reader.payload().end());
      return true;
    default:
      return false;
  }
}

bool read_addresses(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_ADDRESS:
      link.hardware_address.emplace(reader.payload().begin(), reader.payload().end());
      return true;
    case IFLA_BROADCAST:
      link.broadcast_address.emplace(reader.payload().begin(), reader.payload().end());
      return true;
    case IFLA_PERM_ADDRESS:
      link.permanent_address.emplace(reader.payload().begin(), reader.payload().end());
      return true;
    default:
      return false;
  }
}

bool read_relatives(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_LINK:
      link.lower = reader.u32();
      return true;
    case IFLA_LINK_NETNSID:
      link.lower_namespace = static_cast<std::int32_t>(reader.u32());
      return true;
    case IFLA_MASTER:
      link.master = reader.u32();
      return true;
    default:
      return false;
  }
}

// What is of less interest to those who only look a link up.
bool read_detail(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_IFALIAS:
      link.alias = reader.text();
      return true;
    case IFLA_GROUP:
      link.group = reader.u32();
      return true;
    case IFLA_PROP_LIST:
      reader.nest([&](AttributeReader& inner) { read_names(inner, link); });
      return true;
    case IFLA_STATS64:
      read_statistics(reader, link);
      return true;
    case IFLA_AF_SPEC:
      reader.nest([&](AttributeReader& inner) { read_families(inner, link); });
      return true;
    default:
      return false;
  }
}

bool read_state(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_OPERSTATE:
      link.operational_state = reader.u8();
      return true;
    case IFLA_LINKMODE:
      link.mode = reader.u8();
      return true;
    case IFLA_PROMISCUITY:
      link.promiscuity = reader.u32();
      return true;
    case kAllMulticast:
      link.all_multicast = reader.u32();
      return true;
    case IFLA_PROTO_DOWN:
      link.protocol_down = reader.u8() != 0;
      return true;
    default:
      return false;
  }
}

void read_attribute(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_IFNAME:
      link.name = reader.text();
      return;
    case IFLA_MTU:
      link.mtu = reader.u32();
      return;
    case IFLA_LINKINFO:
      reader.nest([&](AttributeReader& inner) { read_information(inner, link); });
      return;
    default:
      break;
  }
  for (const auto& read : {read_state, read_addresses, read_relatives, read_limits, read_detail,
                           read_segmentation, read_hardware}) {
    if (read(reader, link)) return;
  }
}

}  // namespace

Result<Link> read_link(const Message& message) {
  ifinfomsg header{};
  if (!read_header(message, RTM_NEWLINK, header)) {
    return Failure(EBADMSG, "RTM_GETLINK", "the answer is no link");
  }
  Link link;
  link.index = static_cast<std::uint32_t>(header.ifi_index);
  link.type = header.ifi_type;
  link.flags = header.ifi_flags;
  AttributeReader reader(netlink::behind(message.payload, sizeof header));
  while (reader.next()) read_attribute(reader, link);
  if (!reader.ok()) return Failure(EBADMSG, "RTM_GETLINK", reader.problem());
  return link;
}

}  // namespace sinfonia::route
