#include "route/link.hpp"

#include <linux/if.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#include "netlink/attribute_reader.hpp"
#include "route/link_attributes.hpp"
#include "route/object.hpp"

namespace sinfonia::route {
namespace {

using netlink::AttributeReader;
using netlink::AttributeTable;
using netlink::Failure;
using netlink::Message;
using netlink::MessageWriter;
using netlink::Refusal;
using netlink::Request;
using netlink::Result;

Request link_request(const char* name, std::uint16_t type, std::uint16_t flags, const ifinfomsg& header) {
  return {name, &link_attributes, MessageWriter(type, flags, header)};
}

ifinfomsg header_of(std::uint32_t index) {
  ifinfomsg header{};
  header.ifi_index = static_cast<int>(index);
  return header;
}

void set_up(ifinfomsg& header, bool up) {
  header.ifi_flags = up ? IFF_UP : 0;
  header.ifi_change = IFF_UP;
}

Request get_request(const ifinfomsg& header, bool statistics) {
  Request request = link_request("RTM_GETLINK", RTM_GETLINK, 0, header);
  if (!statistics) request.message.u32(IFLA_EXT_MASK, RTEXT_FILTER_SKIP_STATS);
  return request;
}

struct WriteKind {
  MessageWriter& writer;

  void operator()(const std::monostate& /*none*/) const {}
  void operator()(const OtherKind& kind) const { writer.data(IFLA_INFO_DATA | NLA_F_NESTED, kind.data); }
  // RTM_NEWLINK makes none.
  void operator()(const Tun& /*tun*/) const {}
  template <typename Kind>
  void operator()(const Kind& kind) const {
    writer.nest(IFLA_INFO_DATA, [&] { write_kind(writer, kind); });
  }
};

struct AttributesOf {
  const AttributeTable* operator()(const std::monostate& /*none*/) const { return &link_attributes; }
  const AttributeTable* operator()(const Tun& /*tun*/) const { return &link_attributes; }
  const AttributeTable* operator()(const OtherKind& /*other*/) const { return &link_attributes; }
  const AttributeTable* operator()(const Veth& /*veth*/) const { return &veth_link_attributes; }
  const AttributeTable* operator()(const Vlan& /*vlan*/) const { return &vlan_link_attributes; }
  const AttributeTable* operator()(const Bridge& /*bridge*/) const { return &bridge_link_attributes; }
  const AttributeTable* operator()(const Macvlan& /*macvlan*/) const { return &macvlan_link_attributes; }
  const AttributeTable* operator()(const Ipvlan& /*ipvlan*/) const { return &ipvlan_link_attributes; }
  const AttributeTable* operator()(const Vrf& /*vrf*/) const { return &vrf_link_attributes; }
};

template <typename Kind>
KindOptions read_options(AttributeReader& reader) {
  Kind kind;
  reader.nest([&](AttributeReader& inner) { read_kind(inner, kind); });
  return kind;
}

// The kernel tells the kind ahead of its data.
KindOptions read_data(AttributeReader& reader, const std::string& kind) {
  if (kind == "vlan") return read_options<Vlan>(reader);
  if (kind == "bridge") return read_options<Bridge>(reader);
  if (kind == "macvlan") return read_options<Macvlan>(reader);
  if (kind == "ipvlan") return read_options<Ipvlan>(reader);
  if (kind == "tun") return read_options<Tun>(reader);
  if (kind == "vrf") return read_options<Vrf>(reader);
  return OtherKind{{reader.payload().begin(), reader.payload().end()}};
}

void read_information(AttributeReader& reader, Link& link) {
  while (reader.next()) {
    if (reader.type() == IFLA_INFO_KIND) link.kind = reader.text();
    if (reader.type() == IFLA_INFO_DATA) link.options = read_data(reader, link.kind.value_or(""));
  }
}

void read_names(AttributeReader& reader, Link& link) {
  while (reader.next()) {
    if (reader.type() == IFLA_ALT_IFNAME) link.alternative_names.push_back(reader.text());
  }
}

void read_statistics(AttributeReader& reader, Link& link) {
  LinkStatistics statistics{};
  // Newer kernels append to it.
  if (netlink::read_structure(reader.payload(), statistics)) {
    link.statistics = statistics;
  } else {
    reader.fail("IFLA_STATS64 is too short");
  }
}

// What is of less interest to those who only look a link up.
void read_detail(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_IFALIAS:
      link.alias = reader.text();
      break;
    case IFLA_GROUP:
      link.group = reader.u32();
      break;
    case IFLA_TXQLEN:
      link.transmit_queue_length = reader.u32();
      break;
    case IFLA_PROP_LIST:
      reader.nest([&](AttributeReader& inner) { read_names(inner, link); });
      break;
    case IFLA_STATS64:
      read_statistics(reader, link);
      break;
    default:
      break;
  }
}

void read_attribute(AttributeReader& reader, Link& link) {
  switch (reader.type()) {
    case IFLA_IFNAME:
      link.name = reader.text();
      break;
    case IFLA_MTU:
      link.mtu = reader.u32();
      break;
    case IFLA_OPERSTATE:
      link.operational_state = reader.u8();
      break;
    case IFLA_ADDRESS:
      link.hardware_address.emplace(reader.payload().begin(), reader.payload().end());
      break;
    case IFLA_LINK:
      link.lower = reader.u32();
      break;
    case IFLA_LINK_NETNSID:
      link.lower_elsewhere = true;
      break;
    case IFLA_MASTER:
      link.master = reader.u32();
      break;
    case IFLA_LINKINFO:
      reader.nest([&](AttributeReader& inner) { read_information(inner, link); });
      break;
    default:
      read_detail(reader, link);
      break;
  }
}

}  // namespace

Result<Link> read_link(const Message& message) {
  ifinfomsg header{};
  if (!read_header(message, RTM_NEWLINK, header)) {
    return Failure(EBADMSG, "RTM_GETLINK", "the answer is no link");
  }
  Link link;
  link.index = static_cast<std::uint32_t>(header.ifi_index);
  link.type = header.ifi_type;
  link.flags = header.ifi_flags;
  AttributeReader reader(netlink::behind(message.payload, sizeof header));
  while (reader.next()) read_attribute(reader, link);
  if (!reader.ok()) return Failure(EBADMSG, "RTM_GETLINK", reader.problem());
  return link;
}

Result<Link> get_link(netlink::Conversation& conversation, const LinkSelector& selector, bool statistics) {
  const auto* const index = std::get_if<std::uint32_t>(&selector);
  Request request = get_request(header_of(index != nullptr ? *index : 0), statistics);
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
  ifinfomsg header{};
  if (creation.up) set_up(header, true);
  Request request = link_request("RTM_NEWLINK", RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL, header);
  request.attributes = std::visit(AttributesOf{}, creation.options);
  MessageWriter& writer = request.message;
  writer.text(IFLA_IFNAME, creation.name);
  if (creation.mtu) writer.u32(IFLA_MTU, *creation.mtu);
  if (creation.name_space) writer.u32(IFLA_NET_NS_FD, static_cast<std::uint32_t>(*creation.name_space));
  if (creation.lower) writer.u32(IFLA_LINK, *creation.lower);
  if (creation.master) writer.u32(IFLA_MASTER, *creation.master);
  if (creation.group) writer.u32(IFLA_GROUP, *creation.group);
  if (creation.hardware_address) writer.data(IFLA_ADDRESS, *creation.hardware_address);
  writer.nest(IFLA_LINKINFO, [&] {
    writer.text(IFLA_INFO_KIND, creation.kind);
    std::visit(WriteKind{writer}, creation.options);
  });
  return request;
}

Refusal create_link(netlink::Conversation& conversation, const LinkCreation& creation) {
  Request request = link_creation_request(creation);
  return conversation.acknowledge(request);
}

Refusal set_link(netlink::Conversation& conversation, std::uint32_t index, const LinkChange& change) {
  ifinfomsg header = header_of(index);
  if (change.up) set_up(header, *change.up);
  Request request = link_request("RTM_SETLINK", RTM_SETLINK, 0, header);
  MessageWriter& writer = request.message;
  if (change.mtu) writer.u32(IFLA_MTU, *change.mtu);
  if (change.name) writer.text(IFLA_IFNAME, *change.name);
  if (change.name_space) writer.u32(IFLA_NET_NS_FD, static_cast<std::uint32_t>(*change.name_space));
  if (change.master) writer.u32(IFLA_MASTER, *change.master);
  if (change.group) writer.u32(IFLA_GROUP, *change.group);
  if (change.hardware_address) writer.data(IFLA_ADDRESS, *change.hardware_address);
  return conversation.acknowledge(request);
}

namespace {

Refusal change_names(netlink::Conversation& conversation, const char* name, std::uint16_t type,
                     std::uint16_t flags, std::uint32_t index, const std::string& alternative) {
  Request request = link_request(name, type, flags, header_of(index));
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
  Request request = link_request("RTM_DELLINK", RTM_DELLINK, 0, header_of(index));
  return conversation.acknowledge(request);
}

}  // namespace sinfonia::route
