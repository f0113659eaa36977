#include "route/encapsulation.hpp"

#include <linux/rtnetlink.h>

namespace sinfonia::route {

void write_encapsulation(netlink::AttributeWriter& writer,
                         const std::optional<Encapsulation>& encapsulation) {
  if (!encapsulation) return;
  writer.u16(RTA_ENCAP_TYPE, encapsulation->type);
  writer.data(RTA_ENCAP | NLA_F_NESTED, encapsulation->data);
}

void read_encapsulation(netlink::AttributeReader& reader, std::optional<Encapsulation>& encapsulation) {
  if (!encapsulation) encapsulation.emplace();
  if (reader.type() == RTA_ENCAP_TYPE) {
    encapsulation->type = reader.u16();
  } else {
    encapsulation->data.assign(reader.payload().begin(), reader.payload().end());
  }
}

}  // namespace sinfonia::route
