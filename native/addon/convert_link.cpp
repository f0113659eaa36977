#include "addon/convert_link.hpp"

#include <cstring>

#include "addon/convert_link_kind.hpp"

namespace sinfonia::addon {
namespace {

napi_value make_statistics(napi_env env, const std::optional<route::LinkStatistics>& statistics) {
  if (!statistics) return make_undefined(env);
  void* data = nullptr;
  napi_value buffer = nullptr;
  napi_value array = nullptr;
  if (napi_create_arraybuffer(env, sizeof *statistics, &data, &buffer) != napi_ok) return nullptr;
  std::memcpy(data, statistics->data(), sizeof *statistics);
  napi_create_typedarray(env, napi_biguint64_array, statistics->size(), buffer, 0, &array);
  return array;
}

napi_value make_name(napi_env env, const std::string& name) { return make_text(env, name); }

}  // namespace

route::LinkSelector read_link_selector(ValueReader& reader, napi_value value) {
  if (napi_value index = reader.field(value, "index")) return reader.number(index, "index", INT32_MAX);
  return reader.text(reader.field(value, "name"), "name");
}

route::LinkCreation read_link_creation(ValueReader& reader, napi_value value) {
  route::LinkCreation creation;
  creation.name = reader.text(reader.field(value, "name"), "name");
  creation.kind = reader.text(reader.field(value, "kind"), "kind");
  creation.mtu = reader.optional_number(value, "mtu");
  creation.up = reader.optional_boolean(value, "up").value_or(false);
  creation.name_space = reader.optional_descriptor(value, "namespace");
  creation.lower = reader.optional_number(value, "lower", INT32_MAX);
  creation.master = reader.optional_number(value, "master", INT32_MAX);
  creation.group = reader.optional_number(value, "group");
  creation.hardware_address = reader.optional_bytes(value, "hardwareAddress");
  creation.options = read_kind_options(reader, value);
  return creation;
}

route::LinkChange read_link_change(ValueReader& reader, napi_value value) {
  route::LinkChange change;
  change.up = reader.optional_boolean(value, "up");
  change.mtu = reader.optional_number(value, "mtu");
  change.name = reader.optional_text(value, "name");
  change.name_space = reader.optional_descriptor(value, "namespace");
  change.master = reader.optional_number(value, "master");
  change.group = reader.optional_number(value, "group");
  change.hardware_address = reader.optional_bytes(value, "hardwareAddress");
  return change;
}

napi_value make_link(napi_env env, const route::Link& link) {
  ObjectWriter writer(env);
  writer.set_number("index", link.index);
  writer.set("name", std::string_view(link.name));
  writer.set("kind", link.kind);
  writer.set_number("type", link.type);
  writer.set_number("flags", link.flags);
  writer.set_number("mtu", link.mtu);
  writer.set_number("operationalState", link.operational_state);
  writer.set("hardwareAddress", make_optional_bytes(env, link.hardware_address));
  writer.set_number("lower", link.lower);
  writer.set("lowerElsewhere", make_boolean(env, link.lower_elsewhere));
  writer.set_number("master", link.master);
  writer.set("alternativeNames", make_array<std::string, make_name>(env, link.alternative_names));
  writer.set("alias", link.alias);
  writer.set_number("group", link.group);
  writer.set_number("transmitQueueLength", link.transmit_queue_length);
  writer.set("statistics", make_statistics(env, link.statistics));
  set_kind_options(env, writer, link.options);
  return writer.value();
}

}  // namespace sinfonia::addon
