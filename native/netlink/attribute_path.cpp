#include "netlink/attribute_path.hpp"

#include "netlink/attribute_reader.hpp"

namespace sinfonia::netlink {
namespace {

struct Found {
  std::string path;
  const AttributeTable* inside = nullptr;
};

Found find(Bytes attributes, const AttributeTable& table, std::size_t offset) {
  AttributeReader reader(attributes);
  while (reader.next()) {
    const auto begin = static_cast<std::size_t>(reader.payload().data() - attributes.data());
    const std::size_t end = begin + reader.payload().size();
    const AttributeTable* const by_flag = reader.is_nested() ? &table : nullptr;
    const AttributeTable* const nested = table.nested_by_flag ? by_flag : table.nested(reader.type());
    if (offset == begin - kAttributeHeader) return {table.name(reader.type()), nested};
    if (nested == nullptr || offset < begin || offset >= end) continue;
    const Bytes inside = behind(reader.payload(), nested->structure);
    const std::size_t skipped = reader.payload().size() - inside.size();
    if (offset < begin + skipped) return {};
    Found found = find(inside, *nested, offset - begin - skipped);
    if (!found.path.empty()) found.path = table.name(reader.type()) + "/" + found.path;
    return found;
  }
  return {};
}

Found find_in_message(Bytes message, std::size_t attributes, const AttributeTable& table,
                      std::size_t offset) {
  if (offset < attributes || offset >= message.size()) return {};
  return find(message.subspan(attributes), table, offset - attributes);
}

}  // namespace

std::string AttributeTable::name(std::uint16_t type) const {
  for (const AttributeName& known : names) {
    if (known.type == type) return known.name;
  }
  return std::to_string(type);
}

const AttributeTable* AttributeTable::nested(std::uint16_t type) const {
  for (const AttributeName& known : names) {
    if (known.type == type) return known.nested;
  }
  return nullptr;
}

std::string attribute_path(Bytes message, std::size_t attributes, const AttributeTable& table,
                           std::size_t offset) {
  return find_in_message(message, attributes, table, offset).path;
}

const AttributeTable* table_inside(Bytes message, std::size_t attributes, const AttributeTable& table,
                                   std::size_t offset) {
  return find_in_message(message, attributes, table, offset).inside;
}

}  // namespace sinfonia::netlink
