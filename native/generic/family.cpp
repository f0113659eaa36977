#include "generic/family.hpp"

#include <linux/genetlink.h>

#include "netlink/attribute_reader.hpp"

#define SINFONIA_NAME(type) \
  { type, #type }

namespace sinfonia::generic {
namespace {

using netlink::AttributeReader;
using netlink::Failure;
using netlink::Message;
using netlink::Request;
using netlink::Result;

constexpr const char* kRequest = "CTRL_CMD_GETFAMILY";
constexpr std::uint8_t kControllerVersion = 2;

constexpr netlink::AttributeName kNames[] = {
    SINFONIA_NAME(CTRL_ATTR_FAMILY_ID),
    SINFONIA_NAME(CTRL_ATTR_FAMILY_NAME),
};
constexpr netlink::AttributeTable kAttributes{kNames};

MulticastGroup read_group(AttributeReader& reader) {
  MulticastGroup group;
  while (reader.next()) {
    if (reader.type() == CTRL_ATTR_MCAST_GRP_ID) group.id = reader.u32();
    if (reader.type() == CTRL_ATTR_MCAST_GRP_NAME) group.name = reader.text();
  }
  return group;
}

Operation read_operation(AttributeReader& reader) {
  Operation operation;
  while (reader.next()) {
    if (reader.type() == CTRL_ATTR_OP_ID) operation.command = reader.u32();
    if (reader.type() == CTRL_ATTR_OP_FLAGS) operation.flags = reader.u32();
  }
  return operation;
}

// Calls `read(AttributeReader&)` with what is inside each of a list.
template <typename Read>
void read_list(AttributeReader& reader, Read&& read) {
  reader.nest([&](AttributeReader& list) {
    while (list.next()) list.nest(read);
  });
}

void read_attribute(AttributeReader& reader, Family& family) {
  switch (reader.type()) {
    case CTRL_ATTR_FAMILY_ID:
      family.id = reader.u16();
      break;
    case CTRL_ATTR_FAMILY_NAME:
      family.name = reader.text();
      break;
    case CTRL_ATTR_VERSION:
      family.version = reader.u32();
      break;
    case CTRL_ATTR_HDRSIZE:
      family.header_size = reader.u32();
      break;
    case CTRL_ATTR_MCAST_GROUPS:
      read_list(reader, [&](AttributeReader& group) { family.groups.push_back(read_group(group)); });
      break;
    case CTRL_ATTR_OPS:
      read_list(reader, [&](AttributeReader& item) { family.operations.push_back(read_operation(item)); });
      break;
    default:
      break;
  }
}

Result<Family> read_family(const Message& message) {
  genlmsghdr header{};
  if (message.header.nlmsg_type != GENL_ID_CTRL || !netlink::read_structure(message.payload, header)) {
    return Failure(EBADMSG, kRequest, "the answer is no family");
  }
  Family family;
  AttributeReader reader(netlink::behind(message.payload, sizeof header));
  while (reader.next()) read_attribute(reader, family);
  if (reader.ok() && family.id < GENL_MIN_ID) reader.fail("the family has no number");
  if (!reader.ok()) return Failure(EBADMSG, kRequest, reader.problem());
  return family;
}

}  // namespace

Result<Family> get_family(netlink::Conversation& conversation, const std::string& name) {
  Request request = make_request(kRequest, kAttributes, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, kControllerVersion);
  request.message.text(CTRL_ATTR_FAMILY_NAME, name);
  return conversation.ask<Family>(request, read_family);
}

Result<Family> FamilyCache::find(netlink::Conversation& conversation, const std::string& name) {
  const auto known = families_.find(name);
  if (known != families_.end()) return known->second;
  Result<Family> family = get_family(conversation, name);
  if (family) families_.emplace(name, *family);
  return family;
}

Request make_request(const char* name, const netlink::AttributeTable& attributes, std::uint16_t family,
                     std::uint8_t command, std::uint8_t version) {
  return {name, &attributes, netlink::MessageWriter(family, 0, genlmsghdr{command, version, 0})};
}

}  // namespace sinfonia::generic
