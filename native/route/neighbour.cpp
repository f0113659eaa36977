#include "route/neighbour.hpp"

#include <linux/neighbour.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "netlink/attribute_reader.hpp"
#include "route/object.hpp"

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::route {
namespace {

using netlink::AttributeReader;
using netlink::Message;
using netlink::MessageWriter;
using netlink::Refusal;
using netlink::Request;
using netlink::Result;

constexpr netlink::AttributeName kNames[] = {
    SINFONIA_NAME(NDA_DST),    SINFONIA_NAME(NDA_LLADDR),   SINFONIA_NAME(NDA_CACHEINFO),
    SINFONIA_NAME(NDA_PROBES), SINFONIA_NAME(NDA_IFINDEX),  SINFONIA_NAME(NDA_MASTER),
    SINFONIA_NAME(NDA_VLAN),   SINFONIA_NAME(NDA_PROTOCOL), SINFONIA_NAME(NDA_FLAGS_EXT),
};
constexpr netlink::AttributeTable kAttributes{kNames};

ndmsg header_of(const Neighbour& neighbour) {
  ndmsg header{};
  header.ndm_family = neighbour.address.family();
  header.ndm_ifindex = static_cast<int>(neighbour.link);
  header.ndm_flags = neighbour.flags;
  return header;
}

Request neighbour_request(const char* name, std::uint16_t type, std::uint16_t flags, const ndmsg& header,
                          const Neighbour& neighbour) {
  Request request{name, &kAttributes, MessageWriter(type, flags, header)};
  request.message.data(NDA_DST, neighbour.address.bytes());
  return request;
}

Request change_request(std::uint16_t flags, const Neighbour& neighbour) {
  ndmsg header = header_of(neighbour);
  header.ndm_state = neighbour.state;
  Request request = neighbour_request("RTM_NEWNEIGH", RTM_NEWNEIGH, NLM_F_CREATE | flags, header, neighbour);
  MessageWriter& writer = request.message;
  if (neighbour.hardware_address) writer.data(NDA_LLADDR, *neighbour.hardware_address);
  if (neighbour.protocol) writer.u8(NDA_PROTOCOL, *neighbour.protocol);
  if (neighbour.extended_flags != 0) writer.u32(NDA_FLAGS_EXT, neighbour.extended_flags);
  return request;
}

void read_cache(AttributeReader& reader, Neighbour& neighbour) {
  nda_cacheinfo information{};
  if (!netlink::read_structure(reader.payload(), information))
    return reader.fail("NDA_CACHEINFO is too short");
  neighbour.cache = NeighbourCache{information.ndm_confirmed, information.ndm_used, information.ndm_updated,
                                   information.ndm_refcnt};
}

void read_attribute(AttributeReader& reader, std::uint8_t family, Neighbour& neighbour,
                    std::optional<IpAddress>& address) {
  switch (reader.type()) {
    case NDA_DST:
      read_ip(reader, family, address);
      break;
    case NDA_LLADDR:
      neighbour.hardware_address.emplace(reader.payload().begin(), reader.payload().end());
      break;
    case NDA_PROTOCOL:
      neighbour.protocol = reader.u8();
      break;
    case NDA_FLAGS_EXT:
      neighbour.extended_flags = reader.u32();
      break;
    case NDA_CACHEINFO:
      read_cache(reader, neighbour);
      break;
    case NDA_PROBES:
      neighbour.probes = reader.u32();
      break;
    case NDA_VLAN:
      neighbour.vlan = reader.u16();
      break;
    case NDA_MASTER:
      neighbour.master = reader.u32();
      break;
    default:
      break;
  }
}

}  // namespace

Result<std::optional<Neighbour>> read_neighbour(const Message& message) {
  const auto read = [](const ndmsg& header, AttributeReader& reader, Neighbour& neighbour) {
    neighbour.link = static_cast<std::uint32_t>(header.ndm_ifindex);
    neighbour.state = header.ndm_state;
    neighbour.flags = header.ndm_flags;
    neighbour.type = header.ndm_type;
    std::optional<IpAddress> address;
    while (reader.next()) read_attribute(reader, header.ndm_family, neighbour, address);
    if (reader.ok() && !address) reader.fail("NDA_DST is not there");
    if (address) neighbour.address = *address;
  };
  return read_object<Neighbour, ndmsg>({"RTM_GETNEIGH", RTM_NEWNEIGH, "neighbour"}, message, read);
}

Request neighbour_list_request(const NeighbourFilter& filter) {
  ndmsg header{};
  header.ndm_family = filter.family;
  header.ndm_flags = filter.proxies ? NTF_PROXY : 0;
  Request request{"RTM_GETNEIGH", &kAttributes, MessageWriter(RTM_GETNEIGH, 0, header)};
  // In a dump the kernel wants the header's index to be 0.
  if (filter.link != 0) request.message.u32(NDA_IFINDEX, filter.link);
  return request;
}

Result<std::vector<Neighbour>> list_neighbours(netlink::Conversation& conversation,
                                               const NeighbourFilter& filter) {
  Request request = neighbour_list_request(filter);
  return list_objects(conversation, request, read_neighbour);
}

Result<Neighbour> get_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour) {
  Request request = neighbour_request("RTM_GETNEIGH", RTM_GETNEIGH, 0, header_of(neighbour), neighbour);
  return ask_object(conversation, request, read_neighbour);
}

Request neighbour_addition_request(const Neighbour& neighbour) {
  return change_request(NLM_F_EXCL, neighbour);
}

Refusal add_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour) {
  Request request = neighbour_addition_request(neighbour);
  return conversation.acknowledge(request);
}

Refusal replace_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour) {
  Request request = change_request(NLM_F_REPLACE, neighbour);
  return conversation.acknowledge(request);
}

Refusal delete_neighbour(netlink::Conversation& conversation, const Neighbour& neighbour) {
  Request request = neighbour_request("RTM_DELNEIGH", RTM_DELNEIGH, 0, header_of(neighbour), neighbour);
  return conversation.acknowledge(request);
}

}  // namespace sinfonia::route
