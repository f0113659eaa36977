#include "route/new_link.hpp"

#include <linux/if_link.h>

namespace sinfonia::route {

ifinfomsg header_of(std::uint32_t index, const FlagChange& flags) {
  ifinfomsg header{};
  header.ifi_index = static_cast<int>(index);
  header.ifi_flags = flags.values;
  header.ifi_change = flags.mask;
  return header;
}

void write_new_link(netlink::AttributeWriter& writer, const NewLink& link) {
  writer.text(IFLA_IFNAME, link.name);
  if (link.mtu) writer.u32(IFLA_MTU, *link.mtu);
  if (link.name_space) writer.u32(IFLA_NET_NS_FD, static_cast<std::uint32_t>(link.name_space->get()));
  if (link.group) writer.u32(IFLA_GROUP, *link.group);
  if (link.transmit_queue_length) writer.u32(IFLA_TXQLEN, *link.transmit_queue_length);
  if (link.transmit_queues) writer.u32(IFLA_NUM_TX_QUEUES, *link.transmit_queues);
  if (link.receive_queues) writer.u32(IFLA_NUM_RX_QUEUES, *link.receive_queues);
  if (link.hardware_address) writer.data(IFLA_ADDRESS, *link.hardware_address);
  if (link.broadcast_address) writer.data(IFLA_BROADCAST, *link.broadcast_address);
}

}  // namespace sinfonia::route
