// What messages about links, addresses, routes, rules and neighbours have in common.
#pragma once

#include <sys/socket.h>

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "netlink/attribute_reader.hpp"
#include "netlink/conversation.hpp"

namespace sinfonia::route {

// The header of a message that tells of an object, or that it is gone: RTM_NEW… or RTM_DEL…, which follows
// it.
template <typename Header>
[[nodiscard]] bool read_header(const netlink::Message& message, std::uint16_t new_type, Header& header) {
  const std::uint16_t type = message.header.nlmsg_type;
  return (type == new_type || type == new_type + 1) && netlink::read_structure(message.payload, header);
}

// How an object of IPv4 or IPv6 is asked for and told of.
struct ObjectKind {
  // "RTM_GETADDR".
  const char* request;
  // RTM_NEWADDR.
  std::uint16_t new_type;
  // "address".
  const char* noun;
};

template <typename Object>
using ObjectReader = netlink::Result<std::optional<Object>> (*)(const netlink::Message&);

// `read(header, reader, object)` takes what the header and the attributes tell. nullopt: an object of a
// family that is neither IPv4 nor IPv6; all these headers begin with it.
template <typename Object, typename Header, typename Read>
netlink::Result<std::optional<Object>> read_object(const ObjectKind& kind, const netlink::Message& message,
                                                   Read&& read) {
  Header header{};
  if (!read_header(message, kind.new_type, header)) {
    return netlink::Failure(EBADMSG, kind.request, std::string("the answer is no ") + kind.noun);
  }
  const auto family = static_cast<std::uint8_t>(message.payload.front());
  if (family != AF_INET && family != AF_INET6) return std::optional<Object>();
  netlink::AttributeReader reader(netlink::behind(message.payload, sizeof header));
  Object object;
  read(header, reader, object);
  if (!reader.ok()) return netlink::Failure(EBADMSG, kind.request, reader.problem());
  return std::optional(std::move(object));
}

// A dump, of both families or one, as the request has it.
template <typename Object>
netlink::Result<std::vector<Object>> list_objects(netlink::Conversation& conversation,
                                                  netlink::Request& request, ObjectReader<Object> read) {
  const auto append = [read](const netlink::Message& message,
                             std::vector<Object>& objects) -> netlink::Refusal {
    netlink::Result<std::optional<Object>> object = read(message);
    if (!object) return object.error();
    if (*object) objects.push_back(std::move(**object));
    return std::nullopt;
  };
  return conversation.list<Object>(request, append);
}

template <typename Object>
netlink::Result<Object> ask_object(netlink::Conversation& conversation, netlink::Request& request,
                                   ObjectReader<Object> read) {
  return conversation.ask<Object>(request, [&](const netlink::Message& message) -> netlink::Result<Object> {
    netlink::Result<std::optional<Object>> object = read(message);
    if (!object) return object.error();
    if (!*object) return netlink::Failure(EBADMSG, request.name, "the answer is of another family");
    return std::move(**object);
  });
}

}  // namespace sinfonia::route
