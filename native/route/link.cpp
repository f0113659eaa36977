#include "route/link.hpp"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>
#include <sys/socket.h>

#include "route/link_attributes.hpp"

namespace sinfonia::route {
namespace {

using netlink::Message;
using netlink::MessageWriter;
using netlink::Refusal;
using netlink::Request;
using netlink::Result;

Request link_request(const char* name, std::uint16_t type, std::uint16_t flags, const ifinfomsg& header) {
  return {name, &link_attributes, MessageWriter(type, flags, header)};
}

Request get_request(const ifinfomsg& header, bool statistics) {
  Request request = link_request("RTM_GETLINK", RTM_GETLINK, 0, header);
  if (!statistics) request.message.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return request;
}

}  // namespace

Result<Link> get_link(netlink::Conversation& conversation, const LinkSelector& selector, bool statistics) {
  const auto* const index = std::get_if<std::uint32_t>(&selector);
  Request request = get_request(header_of(index != nullptr ? *index : 0, {}), statistics);
  if (const auto* const name = std::get_if<std::string>(&selector)) {
    request.message.text(name->size() < IFNAMSIZ ? IFLA_IFNAME : IFLA_ALT_IFNAME, *name);
  }
  return conversation.ask<Link>(request, read_link);
}

Result<std::vector<Link>> list_links(netlink::Conversation& conversation, bool statistics) {
  Request request = get_request({}, statistics);
  return conversation.list<Link>(request, [](const Message& message, std::vector<Link>& links) -> Refusal {
    Result<Link> link = read_link(message);
    if (!link) return link.error();
    links.push_back(std::move(*link));
    return std::nullopt;
  });
}

Request link_creation_request(const LinkCreation& creation) {
  const ifinfomsg header = header_of(creation.link.index, creation.link.flags);
  Request request = link_request("RTM_NEWLINK", RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, header);
  request.attributes = &attributes_of(creation.kind.options);
  MessageWriter& writer = request.message;
  write_new_link(writer, creation.link);
  if (creation.lower) writer.u32(IFLA_LINK, *creation.lower);
  if (creation.master) writer.u32(IFLA_MASTER, *creation.master);
  writer.nest(IFLA_LINKINFO, [&] { write_link_kind(writer, creation.kind); });
  return request;
}

Refusal create_link(netlink::Conversation& conversation, const LinkCreation& creation) {
  Request request = link_creation_request(creation);
  return conversation.acknowledge(request);
}

namespace {

void write_change(MessageWriter& writer, const LinkChange& change) {
  if (change.mtu) writer.u32(IFLA_MTU, *change.mtu);
  if (change.name) writer.text(IFLA_IFNAME, *change.name);
  if (change.name_space) writer.u32(IFLA_NET_NS_FD, static_cast<std::uint32_t>(change.name_space->get()));
  if (change.master) writer.u32(IFLA_MASTER, *change.master);
  if (change.group) writer.u32(IFLA_GROUP, *change.group);
  if (change.transmit_queue_length) writer.u32(IFLA_TXQLEN, *change.transmit_queue_length);
  if (change.hardware_address) writer.data(IFLA_ADDRESS, *change.hardware_address);
  if (change.broadcast_address) writer.data(IFLA_BROADCAST, *change.broadcast_address);
  // Without a NUL, which would make an empty one of it.
  if (change.alias) writer.data(IFLA_IFALIAS, std::as_bytes(std::span(*change.alias)));
  if (change.protocol_down) writer.u8(IFLA_PROTO_DOWN, static_cast<std::uint8_t>(*change.protocol_down));
}

void write_families(MessageWriter& writer, std::uint8_t address_generation_mode) {
  writer.nest(IFLA_AF_SPEC, [&] {
    writer.nest(AF_INET6, [&] { writer.u8(IFLA_INET6_ADDR_GEN_MODE, address_generation_mode); });
  });
}

void write_port(MessageWriter& writer, const Port& port) {
  writer.text(IFLA_INFO_SLAVE_KIND, port.kind);
  writer.nest(IFLA_INFO_SLAVE_DATA, [&] { writer.raw(port.attributes); });
}

}  // namespace

Request link_change_request(std::uint32_t index, const LinkChange& change) {
  const ifinfomsg header = header_of(index, change.flags);
  const bool has_information = change.kind || change.port;
  // RTM_SETLINK leaves IFLA_LINKINFO unread.
  Request request = has_information ? link_request("RTM_NEWLINK", RTM_NEWLINK, 0, header)
                                    : link_request("RTM_SETLINK", RTM_SETLINK, 0, header);
  MessageWriter& writer = request.message;
  if (change.kind) request.attributes = &attributes_of(change.kind->options);
  write_change(writer, change);
  if (change.address_generation_mode) write_families(writer, *change.address_generation_mode);
  if (!has_information) return request;
  writer.nest(IFLA_LINKINFO, [&] {
    if (change.kind) write_link_kind(writer, *change.kind);
    if (change.port) write_port(writer, *change.port);
  });
  return request;
}

Refusal set_link(netlink::Conversation& conversation, std::uint32_t index, const LinkChange& change) {
  Request request = link_change_request(index, change);
  return conversation.acknowledge(request);
}

namespace {

Refusal change_names(netlink::Conversation& conversation, const char* name, std::uint16_t type,
                     std::uint16_t flags, std::uint32_t index, const std::string& alternative) {
  Request request = link_request(name, type, flags, header_of(index, {}));
  MessageWriter& writer = request.message;
  writer.nest(IFLA_PROP_LIST, [&] { writer.text(IFLA_ALT_IFNAME, alternative); });
  return conversation.acknowledge(request);
}

}  // namespace

Refusal add_alternative_name(netlink::Conversation& conversation, std::uint32_t index,
                             const std::string& name) {
  constexpr std::uint16_t kFlags = NLM_F_CREATE | NLM_F_EXCL | NLM_F_APPEND;
  return change_names(conversation, "RTM_NEWLINKPROP", RTM_NEWLINKPROP, kFlags, index, name);
}

Refusal delete_alternative_name(netlink::Conversation& conversation, std::uint32_t index,
                                const std::string& name) {
  return change_names(conversation, "RTM_DELLINKPROP", RTM_DELLINKPROP, 0, index, name);
}

Refusal delete_link(netlink::Conversation& conversation, std::uint32_t index) {
  Request request = link_request("RTM_DELLINK", RTM_DELLINK, 0, header_of(index, {}));
  return conversation.acknowledge(request);
}

}  // namespace sinfonia::route
