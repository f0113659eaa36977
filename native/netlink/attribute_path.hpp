// Finds the name of the attribute that the kernel refused: it tells only a place in the request.
#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "netlink/wire.hpp"

namespace sinfonia::netlink {

struct AttributeTable;

struct AttributeName {
  std::uint16_t type;
  const char* name;
  const AttributeTable* nested = nullptr;
};

struct AttributeTable {
  std::span<const AttributeName> names;
  // Size of a fixed structure that precedes the attributes.
  std::size_t structure = 0;
  // Of a family that nothing is known of: NLA_F_NESTED tells what has more attributes inside, with numbers
  // for names as well.
  bool nested_by_flag = false;

  // A number where the table knows no name.
  [[nodiscard]] std::string name(std::uint16_t type) const;
  [[nodiscard]] const AttributeTable* nested(std::uint16_t type) const;
};

// For requests of such a family.
inline constexpr AttributeTable kNumberedAttributes{{}, 0, true};

// "IFLA_LINKINFO/IFLA_INFO_KIND": the attribute at `offset` of `message`, whose attributes begin at
// `attributes`. Empty where no attribute begins there.
std::string attribute_path(Bytes message, std::size_t attributes, const AttributeTable& table,
                           std::size_t offset);

// The table of what is inside the attribute at `offset`; nullptr where there is none.
const AttributeTable* table_inside(Bytes message, std::size_t attributes, const AttributeTable& table,
                                   std::size_t offset);

}  // namespace sinfonia::netlink
