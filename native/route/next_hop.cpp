#include "route/next_hop.hpp"

#include <linux/rtnetlink.h>

#include "route/gateway.hpp"

namespace sinfonia::route {

using netlink::AttributeReader;
using netlink::MessageWriter;

namespace {

void read_attribute(AttributeReader& reader, std::uint8_t family, NextHop& hop) {
  switch (reader.type()) {
    case RTA_GATEWAY:
      read_ip(reader, family, hop.gateway);
      break;
    case RTA_VIA:
      read_via(reader, hop.gateway);
      break;
    case RTA_FLOW:
      hop.realms = reader.u32();
      break;
    case RTA_ENCAP:
    case RTA_ENCAP_TYPE:
      read_encapsulation(reader, hop.encapsulation);
      break;
    default:
      break;
  }
}

// False where its length is impossible.
bool read_next_hop(netlink::Bytes& rest, std::uint8_t family, NextHop& hop) {
  rtnexthop header{};
  if (!netlink::read_structure(rest, header)) return false;
  if (header.rtnh_len < sizeof header || header.rtnh_len > rest.size()) return false;
  if (header.rtnh_ifindex > 0) hop.link = static_cast<std::uint32_t>(header.rtnh_ifindex);
  hop.weight = header.rtnh_hops + 1U;
  hop.flags = header.rtnh_flags;
  AttributeReader reader(rest.subspan(sizeof header, header.rtnh_len - sizeof header));
  while (reader.next()) read_attribute(reader, family, hop);
  rest = netlink::behind(rest, header.rtnh_len);
  return reader.ok();
}

}  // namespace

// Each is a structure that tells its length, with attributes of its own behind it.
void write_next_hops(MessageWriter& writer, std::uint8_t family, const std::vector<NextHop>& next_hops) {
  if (next_hops.empty()) return;
  netlink::AttributeWriter all;
  for (const NextHop& hop : next_hops) {
    netlink::AttributeWriter attributes;
    write_gateway(attributes, family, hop.gateway);
    if (hop.realms) attributes.u32(RTA_FLOW, *hop.realms);
    write_encapsulation(attributes, hop.encapsulation);
    rtnexthop header{};
    header.rtnh_len = static_cast<unsigned short>(sizeof header + attributes.bytes().size());
    header.rtnh_flags = hop.flags;
    header.rtnh_hops = static_cast<unsigned char>(hop.weight - 1);
    header.rtnh_ifindex = static_cast<int>(hop.link.value_or(0));
    all.structure(header);
    all.raw(attributes.bytes());
  }
  writer.data(RTA_MULTIPATH, all.bytes());
}

void read_next_hops(AttributeReader& reader, std::uint8_t family, std::vector<NextHop>& next_hops) {
  netlink::Bytes rest = reader.payload();
  while (!rest.empty()) {
    NextHop hop;
    if (!read_next_hop(rest, family, hop)) return reader.fail("RTA_MULTIPATH is malformed");
    next_hops.push_back(hop);
  }
}

}  // namespace sinfonia::route
