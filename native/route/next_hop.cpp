#include "route/next_hop.hpp"

#include <linux/rtnetlink.h>

namespace sinfonia::route {

using netlink::AttributeReader;
using netlink::MessageWriter;

namespace {

// False where its length is impossible.
bool read_next_hop(netlink::Bytes& rest, std::uint8_t family, NextHop& hop) {
  rtnexthop header{};
  if (!netlink::read_structure(rest, header)) return false;
  if (header.rtnh_len < sizeof header || header.rtnh_len > rest.size()) return false;
  if (header.rtnh_ifindex > 0) hop.link = static_cast<std::uint32_t>(header.rtnh_ifindex);
  hop.weight = header.rtnh_hops + 1U;
  hop.flags = header.rtnh_flags;
  AttributeReader reader(rest.subspan(sizeof header, header.rtnh_len - sizeof header));
  while (reader.next()) {
    if (reader.type() == RTA_GATEWAY) read_ip(reader, family, hop.gateway);
    if (reader.type() == RTA_VIA) read_via(reader, hop.gateway);
  }
  rest = netlink::behind(rest, header.rtnh_len);
  return reader.ok();
}

}  // namespace

// Each is a structure that tells its length, with attributes of its own behind it.
void write_next_hops(MessageWriter& writer, const std::vector<NextHop>& next_hops) {
  if (next_hops.empty()) return;
  netlink::AttributeWriter all;
  for (const NextHop& hop : next_hops) {
    netlink::AttributeWriter attributes;
    if (hop.gateway) attributes.data(RTA_GATEWAY, hop.gateway->bytes());
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

void read_via(AttributeReader& reader, std::optional<IpAddress>& gateway) {
  std::uint16_t family = 0;
  if (netlink::read_structure(reader.payload(), family)) {
    gateway =
        IpAddress::from_bytes(static_cast<std::uint8_t>(family), reader.payload().subspan(sizeof family));
  }
  if (!gateway) reader.fail("RTA_VIA is no address");
}

}  // namespace sinfonia::route
