#include "netlink/extended_ack.hpp"

#include <climits>

#include "netlink/attribute_reader.hpp"

namespace sinfonia::netlink {
namespace {

// What precedes the attributes in NLMSG_ERROR: errno, the request's header and, unless capped, all of the
// request.
std::size_t error_structure(const Message& message) {
  nlmsgerr error{};
  if (!read_structure(message.payload, error)) return message.payload.size();
  const bool capped = (message.header.nlmsg_flags & NLM_F_CAPPED) != 0;
  return capped ? sizeof error : sizeof error.error + align(error.msg.nlmsg_len);
}

void read_attributes(Bytes attributes, ExtendedAck& ack) {
  AttributeReader reader(attributes);
  while (reader.next()) {
    switch (reader.type()) {
      case NLMSGERR_ATTR_MSG:
        ack.text = reader.text();
        break;
      case NLMSGERR_ATTR_OFFS:
        ack.offset = reader.u32();
        break;
      case NLMSGERR_ATTR_MISS_TYPE:
        ack.missing_type = reader.u32();
        break;
      case NLMSGERR_ATTR_MISS_NEST:
        ack.missing_nest = reader.u32();
        break;
      default:
        break;
    }
  }
}

}  // namespace

std::optional<ExtendedAck> read_extended_ack(const Message& message) {
  std::int32_t error = 0;
  if (!read_structure(message.payload, error)) return std::nullopt;
  ExtendedAck ack;
  // The kernel's are negative; INT_MIN has no positive.
  ack.error = error == INT_MIN ? INT_MAX : std::abs(error);
  if ((message.header.nlmsg_flags & NLM_F_ACK_TLVS) == 0) return ack;
  const bool is_error = message.header.nlmsg_type == NLMSG_ERROR;
  read_attributes(behind(message.payload, is_error ? error_structure(message) : sizeof error), ack);
  return ack;
}

}  // namespace sinfonia::netlink
