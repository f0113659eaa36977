#include "addon/convert_new_link.hpp"

#include <linux/if.h>

namespace sinfonia::addon {

route::FlagChange read_flag_change(ValueReader& reader, napi_value value) {
  route::FlagChange change;
  if (napi_value flags = reader.field(value, "flags")) {
    change.mask = reader.number(reader.field(flags, "mask"), "flags.mask");
    change.values = reader.number(reader.field(flags, "values"), "flags.values");
  }
  if (const auto up = reader.optional_boolean(value, "up")) {
    change.mask |= IFF_UP;
    if (*up) change.values |= IFF_UP;
  }
  return change;
}

route::NewLink read_new_link(ValueReader& reader, napi_value value) {
  route::NewLink link;
  link.name = reader.text(reader.field(value, "name"), "name");
  link.index = reader.optional_number(value, "index", INT32_MAX).value_or(0);
  link.flags = read_flag_change(reader, value);
  link.mtu = reader.optional_number(value, "mtu");
  link.name_space = reader.duplicated_descriptor(value, "namespace");
  link.group = reader.optional_number(value, "group");
  link.transmit_queue_length = reader.optional_number(value, "transmitQueueLength");
  link.transmit_queues = reader.optional_number(value, "transmitQueues");
  link.receive_queues = reader.optional_number(value, "receiveQueues");
  link.hardware_address = reader.optional_bytes(value, "hardwareAddress");
  link.broadcast_address = reader.optional_bytes(value, "broadcastAddress");
  return link;
}

}  // namespace sinfonia::addon
