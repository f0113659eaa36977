#include "route/rule.hpp"

#include <endian.h>
#include <linux/fib_rules.h>
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
    SINFONIA_NAME(FRA_DST),
    SINFONIA_NAME(FRA_SRC),
    SINFONIA_NAME(FRA_IIFNAME),
    SINFONIA_NAME(FRA_GOTO),
    SINFONIA_NAME(FRA_PRIORITY),
    SINFONIA_NAME(FRA_FWMARK),
    SINFONIA_NAME(FRA_FLOW),
    SINFONIA_NAME(FRA_TUN_ID),
    SINFONIA_NAME(FRA_SUPPRESS_IFGROUP),
    SINFONIA_NAME(FRA_SUPPRESS_PREFIXLEN),
    SINFONIA_NAME(FRA_TABLE),
    SINFONIA_NAME(FRA_FWMASK),
    SINFONIA_NAME(FRA_OIFNAME),
    SINFONIA_NAME(FRA_L3MDEV),
    SINFONIA_NAME(FRA_UID_RANGE),
    SINFONIA_NAME(FRA_PROTOCOL),
    SINFONIA_NAME(FRA_IP_PROTO),
    SINFONIA_NAME(FRA_SPORT_RANGE),
    SINFONIA_NAME(FRA_DPORT_RANGE),
};
constexpr netlink::AttributeTable kAttributes{kNames};

// What the kernel tells where nothing is suppressed.
constexpr std::uint32_t kNone = UINT32_MAX;

template <typename Number>
void write_range(MessageWriter& writer, std::uint16_t type, const std::optional<Range<Number>>& range) {
  if (range) writer.data(type, std::as_bytes(std::span(&*range, 1)));
}

void write_selector(MessageWriter& writer, const Rule& rule) {
  if (rule.priority) writer.u32(FRA_PRIORITY, *rule.priority);
  if (rule.source) writer.data(FRA_SRC, rule.source->address.bytes());
  if (rule.destination) writer.data(FRA_DST, rule.destination->address.bytes());
  if (rule.incoming) writer.text(FRA_IIFNAME, *rule.incoming);
  if (rule.outgoing) writer.text(FRA_OIFNAME, *rule.outgoing);
  if (rule.mark) writer.u32(FRA_FWMARK, *rule.mark);
  if (rule.mask) writer.u32(FRA_FWMASK, *rule.mask);
  if (rule.tunnel_id) {
    const std::uint64_t id = htobe64(*rule.tunnel_id);
    writer.data(FRA_TUN_ID, std::as_bytes(std::span(&id, 1)));
  }
  if (rule.ip_protocol) writer.u8(FRA_IP_PROTO, *rule.ip_protocol);
  write_range(writer, FRA_SPORT_RANGE, rule.source_ports);
  write_range(writer, FRA_DPORT_RANGE, rule.destination_ports);
  write_range(writer, FRA_UID_RANGE, rule.users);
}

void write_action(MessageWriter& writer, const Rule& rule) {
  if (rule.l3mdev) writer.u8(FRA_L3MDEV, 1);
  if (rule.table != 0) writer.u32(FRA_TABLE, rule.table);
  if (rule.target) writer.u32(FRA_GOTO, *rule.target);
  if (rule.suppress_prefix_length) writer.u32(FRA_SUPPRESS_PREFIXLEN, *rule.suppress_prefix_length);
  if (rule.suppress_group) writer.u32(FRA_SUPPRESS_IFGROUP, *rule.suppress_group);
  if (rule.realms) writer.u32(FRA_FLOW, *rule.realms);
  if (rule.protocol != RTPROT_UNSPEC) writer.u8(FRA_PROTOCOL, rule.protocol);
}

Request change_request(const char* name, std::uint16_t type, std::uint16_t flags, const Rule& rule) {
  fib_rule_hdr header{};
  header.family = rule.family;
  header.src_len = rule.source ? rule.source->length : 0;
  header.dst_len = rule.destination ? rule.destination->length : 0;
  header.tos = rule.tos;
  header.action = rule.action;
  header.flags = rule.flags & FIB_RULE_INVERT;
  Request request{name, &kAttributes, MessageWriter(type, flags, header)};
  write_selector(request.message, rule);
  write_action(request.message, rule);
  return request;
}

template <typename Number>
void read_range(AttributeReader& reader, std::optional<Range<Number>>& into) {
  Range<Number> range;
  if (reader.payload().size() == sizeof range && netlink::read_structure(reader.payload(), range)) {
    into = range;
  } else {
    reader.fail("attribute " + std::to_string(reader.type()) + " is no range");
  }
}

void read_suppression(AttributeReader& reader, std::optional<std::uint32_t>& into) {
  const std::uint32_t number = reader.u32();
  if (number != kNone) into = number;
}

// False where the attribute is none of these.
bool read_selector(AttributeReader& reader, const fib_rule_hdr& header, Rule& rule) {
  switch (reader.type()) {
    case FRA_PRIORITY:
      rule.priority = reader.u32();
      return true;
    case FRA_SRC:
      read_prefix(reader, rule.family, header.src_len, rule.source);
      return true;
    case FRA_DST:
      read_prefix(reader, rule.family, header.dst_len, rule.destination);
      return true;
    case FRA_IIFNAME:
      rule.incoming = reader.text();
      return true;
    case FRA_OIFNAME:
      rule.outgoing = reader.text();
      return true;
    case FRA_FWMARK:
      rule.mark = reader.u32();
      return true;
    case FRA_FWMASK:
      rule.mask = reader.u32();
      return true;
    case FRA_TUN_ID:
      rule.tunnel_id = be64toh(reader.u64());
      return true;
    case FRA_IP_PROTO:
      rule.ip_protocol = reader.u8();
      return true;
    case FRA_SPORT_RANGE:
      read_range(reader, rule.source_ports);
      return true;
    case FRA_DPORT_RANGE:
      read_range(reader, rule.destination_ports);
      return true;
    case FRA_UID_RANGE:
      read_range(reader, rule.users);
      return true;
    default:
      return false;
  }
}

void read_action(AttributeReader& reader, Rule& rule) {
  switch (reader.type()) {
    case FRA_TABLE:
      rule.table = reader.u32();
      break;
    case FRA_L3MDEV:
      rule.l3mdev = reader.u8() != 0;
      break;
    case FRA_GOTO:
      rule.target = reader.u32();
      break;
    case FRA_SUPPRESS_PREFIXLEN:
      read_suppression(reader, rule.suppress_prefix_length);
      break;
    case FRA_SUPPRESS_IFGROUP:
      read_suppression(reader, rule.suppress_group);
      break;
    case FRA_FLOW:
      rule.realms = reader.u32();
      break;
    case FRA_PROTOCOL:
      rule.protocol = reader.u8();
      break;
    default:
      break;
  }
}

}  // namespace

Result<std::optional<Rule>> read_rule(const Message& message) {
  const auto read = [](const fib_rule_hdr& header, AttributeReader& reader, Rule& rule) {
    rule.family = header.family;
    rule.flags = header.flags;
    rule.tos = header.tos;
    rule.table = header.table;
    rule.action = header.action;
    while (reader.next()) {
      if (!read_selector(reader, header, rule)) read_action(reader, rule);
    }
  };
  return read_object<Rule, fib_rule_hdr>({"RTM_GETRULE", RTM_NEWRULE, "rule"}, message, read);
}

Result<std::vector<Rule>> list_rules(netlink::Conversation& conversation, std::uint8_t family) {
  fib_rule_hdr header{};
  header.family = family;
  Request request{"RTM_GETRULE", &kAttributes, MessageWriter(RTM_GETRULE, 0, header)};
  Result<std::vector<Rule>> rules = list_objects(conversation, request, read_rule);
  // A kernel without IPv6, or without its rules.
  const bool has_none = !rules && rules.error().error == EAFNOSUPPORT;
  return has_none ? std::vector<Rule>() : std::move(rules);
}

Request rule_addition_request(const Rule& rule) {
  return change_request("RTM_NEWRULE", RTM_NEWRULE, NLM_F_CREATE | NLM_F_EXCL, rule);
}

Refusal add_rule(netlink::Conversation& conversation, const Rule& rule) {
  Request request = rule_addition_request(rule);
  return conversation.acknowledge(request);
}

Refusal delete_rule(netlink::Conversation& conversation, const Rule& rule) {
  Request request = change_request("RTM_DELRULE", RTM_DELRULE, 0, rule);
  return conversation.acknowledge(request);
}

}  // namespace sinfonia::route
