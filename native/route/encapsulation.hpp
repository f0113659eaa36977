// What packets are put into on their way, of a route or a next hop: lwtunnel, RTA_ENCAP of rtnetlink(7).
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "netlink/attribute_reader.hpp"
#include "netlink/attribute_writer.hpp"

namespace sinfonia::route {

struct Encapsulation {
  // LWTUNNEL_ENCAP_….
  std::uint16_t type = 0;
  // What is inside RTA_ENCAP.
  std::vector<std::byte> data;
};

void write_encapsulation(netlink::AttributeWriter& writer, const std::optional<Encapsulation>& encapsulation);
// Of the attributes RTA_ENCAP_TYPE and RTA_ENCAP, in either order.
void read_encapsulation(netlink::AttributeReader& reader, std::optional<Encapsulation>& encapsulation);

}  // namespace sinfonia::route
