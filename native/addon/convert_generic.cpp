#include "addon/convert_generic.hpp"

namespace sinfonia::addon {
namespace {

// Behind the header of netlink, below what its 32 bits of length can tell.
constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

std::vector<std::byte> read_bytes(ValueReader& reader, napi_value object, const char* name) {
  std::vector<std::byte> bytes = reader.optional_bytes(object, name).value_or(std::vector<std::byte>{});
  reader.require(bytes.size() <= kMostBytes, name, "at most 1 MiB");
  return bytes;
}

napi_value make_group(napi_env env, const generic::MulticastGroup& group) {
  ObjectWriter writer(env);
  writer.set_number("id", group.id);
  writer.set("name", std::string_view(group.name));
  return writer.value();
}

napi_value make_operation(napi_env env, const generic::Operation& operation) {
  ObjectWriter writer(env);
  writer.set_number("command", operation.command);
  writer.set_number("flags", operation.flags);
  return writer.value();
}

napi_value make_answer(napi_env env, const generic::Answer& answer) {
  return make_optional_bytes(env, answer);
}

}  // namespace

generic::Command read_command(ValueReader& reader, napi_value value) {
  generic::Command command;
  command.family = reader.optional<std::uint16_t>(value, "family").value_or(0);
  reader.require(command.family != 0, "family", "the number of a family");
  command.command = reader.optional<std::uint8_t>(value, "command").value_or(0);
  command.version = reader.optional<std::uint8_t>(value, "version").value_or(0);
  command.header = read_bytes(reader, value, "header");
  command.attributes = read_bytes(reader, value, "attributes");
  return command;
}

napi_value make_family(napi_env env, const generic::Family& family) {
  ObjectWriter writer(env);
  writer.set_number("id", family.id);
  writer.set("name", std::string_view(family.name));
  writer.set_number("version", family.version);
  writer.set_number("headerSize", family.header_size);
  writer.set("groups", make_array<generic::MulticastGroup, make_group>(env, family.groups));
  writer.set("operations", make_array<generic::Operation, make_operation>(env, family.operations));
  return writer.value();
}

napi_value make_answers(napi_env env, const std::vector<generic::Answer>& answers) {
  return make_array<generic::Answer, make_answer>(env, answers);
}

napi_value make_told(napi_env env, const generic::Told& told) { return make_optional_bytes(env, told); }

}  // namespace sinfonia::addon
