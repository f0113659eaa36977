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

constexpr netlink::AttributeName kNames[] = {
    SINFONIA_NAME(IFA_ADDRESS),   SINFONIA_NAME(IFA_LOCAL),       SINFONIA_NAME(IFA_LABEL),
    SINFONIA_NAME(IFA_BROADCAST), SINFONIA_NAME(IFA_ANYCAST),     SINFONIA_NAME(IFA_CACHEINFO),
    SINFONIA_NAME(IFA_FLAGS),     SINFONIA_NAME(IFA_RT_PRIORITY), SINFONIA_NAME(IFA_TARGET_NETNSID),
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

// As ip-address(8): 127.0.0.0/8 is of no use outside of this host.
std::uint8_t scope_of(const IpAddress& address) {
  const bool loopback = address.family() == AF_INET && address.bytes()[0] == std::byte{127};
  return loopback ? RT_SCOPE_HOST : RT_SCOPE_UNIVERSE;
}

struct Parts {
  std::optional<IpAddress> address;
  std::optional<IpAddress> local;
};

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

Result<std::vector<LinkAddress>> list_addresses(netlink::Conversation& conversation) {
  Request request{"RTM_GETADDR", &kAttributes, MessageWriter(RTM_GETADDR, 0, ifaddrmsg{})};
  return list_objects(conversation, request, read_address);
}

Refusal add_address(netlink::Conversation& conversation, const LinkAddress& address) {
  LinkAddress scoped = address;
  scoped.scope = scope_of(address.address);
  Request request = address_request("RTM_NEWADDR", RTM_NEWADDR, NLM_F_CREATE | NLM_F_EXCL, scoped);
  return conversation.acknowledge(request);
}

Refusal delete_address(netlink::Conversation& conversation, const LinkAddress& address) {
  Request request = address_request("RTM_DELADDR", RTM_DELADDR, 0, address);
  return conversation.acknowledge(request);
}

}  // namespace sinfonia::route
