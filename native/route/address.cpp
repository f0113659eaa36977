#include "route/address.hpp"

#include <arpa/inet.h>
#include <linux/if_addr.h>
#include <linux/rtnetlink.h>

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

// IFA_PROTO: the headers of Linux 5.18 name it.
constexpr std::uint16_t kProtocol = 11;

constexpr netlink::AttributeName kNames[] = {
    SINFONIA_NAME(IFA_ADDRESS),   SINFONIA_NAME(IFA_LOCAL),       SINFONIA_NAME(IFA_LABEL),
    SINFONIA_NAME(IFA_BROADCAST), SINFONIA_NAME(IFA_ANYCAST),     SINFONIA_NAME(IFA_CACHEINFO),
    SINFONIA_NAME(IFA_FLAGS),     SINFONIA_NAME(IFA_RT_PRIORITY), SINFONIA_NAME(IFA_TARGET_NETNSID),
    {kProtocol, "IFA_PROTO"},
};
constexpr netlink::AttributeTable kAttributes{kNames};

Request address_request(const char* name, std::uint16_t type, std::uint16_t flags,
                        const LinkAddress& address) {
  ifaddrmsg header{};
  header.ifa_family = address.address.family();
  header.ifa_prefixlen = address.prefix_length;
  header.ifa_index = address.link;
  header.ifa_scope = address.scope;
  Request request{name, &kAttributes, MessageWriter(type, flags, header)};
  request.message.data(IFA_LOCAL, address.address.bytes());
  request.message.data(IFA_ADDRESS, (address.peer ? *address.peer : address.address).bytes());
  return request;
}

void write_lifetime(MessageWriter& writer, const AddressLifetime& lifetime) {
  ifa_cacheinfo information{};
  information.ifa_prefered = lifetime.preferred;
  information.ifa_valid = lifetime.valid;
  writer.data(IFA_CACHEINFO, std::as_bytes(std::span(&information, 1)));
}

Request change_request(std::uint16_t flags, const LinkAddress& address) {
  Request request = address_request("RTM_NEWADDR", RTM_NEWADDR, NLM_F_CREATE | flags, address);
  MessageWriter& writer = request.message;
  if (address.flags != 0) writer.u32(IFA_FLAGS, address.flags);
  if (address.broadcast) writer.data(IFA_BROADCAST, address.broadcast->bytes());
  if (address.label) writer.text(IFA_LABEL, *address.label);
  if (address.metric) writer.u32(IFA_RT_PRIORITY, *address.metric);
  if (address.protocol) writer.u8(kProtocol, *address.protocol);
  write_lifetime(writer, address.lifetime);
  return request;
}

struct Parts {
  std::optional<IpAddress> address;
  std::optional<IpAddress> local;
};

void read_lifetime(AttributeReader& reader, AddressLifetime& lifetime) {
  ifa_cacheinfo information{};
  if (!netlink::read_structure(reader.payload(), information))
    return reader.fail("IFA_CACHEINFO is too short");
  lifetime = {information.ifa_prefered, information.ifa_valid};
}

void read_attribute(AttributeReader& reader, std::uint8_t family, LinkAddress& address, Parts& parts) {
  switch (reader.type()) {
    case IFA_ADDRESS:
      read_ip(reader, family, parts.address);
      break;
    case IFA_LOCAL:
      read_ip(reader, family, parts.local);
      break;
    case IFA_BROADCAST:
      read_ip(reader, family, address.broadcast);
      break;
    case IFA_FLAGS:
      address.flags = reader.u32();
      break;
    case IFA_LABEL:
      address.label = reader.text();
      break;
    case IFA_RT_PRIORITY:
      address.metric = reader.u32();
      break;
    case kProtocol:
      address.protocol = reader.u8();
      break;
    case IFA_CACHEINFO:
      read_lifetime(reader, address.lifetime);
      break;
    default:
      break;
  }
}

// IPv6 tells IFA_LOCAL only where the link has another end, IPv4 always tells both.
void put_together(AttributeReader& reader, const Parts& parts, LinkAddress& address) {
  if (!reader.ok()) return;
  if (!parts.local && !parts.address) return reader.fail("neither IFA_LOCAL nor IFA_ADDRESS is there");
  address.address = parts.local ? *parts.local : *parts.address;
  if (parts.local && parts.address && *parts.local != *parts.address) address.peer = parts.address;
}

}  // namespace

Result<std::optional<LinkAddress>> read_address(const Message& message) {
  const auto read = [](const ifaddrmsg& header, AttributeReader& reader, LinkAddress& address) {
    address.link = header.ifa_index;
    address.prefix_length = header.ifa_prefixlen;
    address.scope = header.ifa_scope;
    address.flags = header.ifa_flags;
    Parts parts;
    while (reader.next()) read_attribute(reader, header.ifa_family, address, parts);
    put_together(reader, parts, address);
  };
  return read_object<LinkAddress, ifaddrmsg>({"RTM_GETADDR", RTM_NEWADDR, "address"}, message, read);
}

Request address_list_request(const AddressFilter& filter) {
  ifaddrmsg header{};
  header.ifa_family = filter.family;
  header.ifa_index = filter.link;
  return {"RTM_GETADDR", &kAttributes, MessageWriter(RTM_GETADDR, 0, header)};
}

Result<std::vector<LinkAddress>> list_addresses(netlink::Conversation& conversation,
                                                const AddressFilter& filter) {
  Request request = address_list_request(filter);
  return list_objects(conversation, request, read_address);
}

Request address_addition_request(const LinkAddress& address) { return change_request(NLM_F_EXCL, address); }

Refusal add_address(netlink::Conversation& conversation, const LinkAddress& address) {
  Request request = address_addition_request(address);
  return conversation.acknowledge(request);
}

Refusal replace_address(netlink::Conversation& conversation, const LinkAddress& address) {
  Request request = change_request(NLM_F_REPLACE, address);
  return conversation.acknowledge(request);
}

Refusal delete_address(netlink::Conversation& conversation, const LinkAddress& address) {
  Request request = address_request("RTM_DELADDR", RTM_DELADDR, 0, address);
  return conversation.acknowledge(request);
}

}  // namespace sinfonia::route
