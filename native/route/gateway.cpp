#include "route/gateway.hpp"

#include <linux/rtnetlink.h>

#include <vector>

namespace sinfonia::route {

void write_gateway(netlink::AttributeWriter& writer, std::uint8_t family,
                   const std::optional<IpAddress>& gateway) {
  if (!gateway) return;
  if (gateway->family() == family) return writer.data(RTA_GATEWAY, gateway->bytes());
  const std::uint16_t other = gateway->family();
  const netlink::Bytes head = std::as_bytes(std::span(&other, 1));
  std::vector<std::byte> via(head.begin(), head.end());
  via.insert(via.end(), gateway->bytes().begin(), gateway->bytes().end());
  writer.data(RTA_VIA, via);
}

void read_via(netlink::AttributeReader& reader, std::optional<IpAddress>& gateway) {
  std::uint16_t family = 0;
  if (netlink::read_structure(reader.payload(), family)) {
    gateway =
        IpAddress::from_bytes(static_cast<std::uint8_t>(family), reader.payload().subspan(sizeof family));
  }
  if (!gateway) reader.fail("RTA_VIA is no address");
}

}  // namespace sinfonia::route
