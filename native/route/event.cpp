#include "route/event.hpp"

#include <linux/rtnetlink.h>
#include <sys/socket.h>

namespace sinfonia::route {
namespace {

using netlink::Failure;
using netlink::Message;
using netlink::Refusal;
using netlink::Result;

template <typename Object>
Refusal append(Result<std::optional<Object>> object, bool deleted, std::vector<Event>& events) {
  if (!object) return object.error();
  if (*object) events.push_back({std::move(**object), deleted});
  return std::nullopt;
}

// A bridge tells of its ports as links, too: one that leaves is no link that is gone.
Result<std::optional<Link>> read_own_link(const Message& message) {
  ifinfomsg header{};
  if (netlink::read_structure(message.payload, header) && header.ifi_family != AF_UNSPEC) {
    return std::optional<Link>();
  }
  Result<Link> link = read_link(message);
  if (!link) return link.error();
  return std::optional(std::move(*link));
}

Refusal read_event(const Message& message, std::vector<Event>& events) {
  switch (message.header.nlmsg_type) {
    case RTM_NEWLINK:
    case RTM_DELLINK:
      return append(read_own_link(message), message.header.nlmsg_type == RTM_DELLINK, events);
    case RTM_NEWADDR:
    case RTM_DELADDR:
      return append(read_address(message), message.header.nlmsg_type == RTM_DELADDR, events);
    case RTM_NEWROUTE:
    case RTM_DELROUTE:
      return append(read_route(message), message.header.nlmsg_type == RTM_DELROUTE, events);
    case RTM_NEWRULE:
    case RTM_DELRULE:
      return append(read_rule(message), message.header.nlmsg_type == RTM_DELRULE, events);
    case RTM_NEWNEIGH:
    case RTM_DELNEIGH:
      return append(read_neighbour(message), message.header.nlmsg_type == RTM_DELNEIGH, events);
    default:
      return std::nullopt;
  }
}

}  // namespace

std::vector<std::uint32_t> groups_of(const Topics& topics) {
  std::vector<std::uint32_t> groups;
  const auto add = [&](bool wanted, std::initializer_list<std::uint32_t> of) {
    if (wanted) groups.insert(groups.end(), of);
  };
  add(topics.links, {RTNLGRP_LINK});
  add(topics.addresses, {RTNLGRP_IPV4_IFADDR, RTNLGRP_IPV6_IFADDR});
  add(topics.routes, {RTNLGRP_IPV4_ROUTE, RTNLGRP_IPV6_ROUTE});
  add(topics.rules, {RTNLGRP_IPV4_RULE, RTNLGRP_IPV6_RULE});
  add(topics.neighbours, {RTNLGRP_NEIGH});
  return groups;
}

Refusal read_events(netlink::Bytes datagram, std::vector<Event>& events) {
  netlink::MessageSplitter splitter(datagram);
  Message message;
  while (splitter.next(message)) {
    if (Refusal refusal = read_event(message, events)) return refusal;
  }
  if (splitter.ok()) return std::nullopt;
  return Failure(EBADMSG, "recvmsg", "an event whose lengths do not add up");
}

}  // namespace sinfonia::route
