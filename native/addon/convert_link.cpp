#include "addon/convert_link.hpp"

#include <cstring>

#include "addon/convert_link_kind.hpp"
#include "addon/convert_new_link.hpp"

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

napi_value make_segmentation(napi_env env, const route::Segmentation& segmentation) {
  ObjectWriter writer(env);
  writer.set_number("gsoMaxSize", segmentation.gso_max_size);
  writer.set_number("gsoMaxSegments", segmentation.gso_max_segments);
  writer.set_number("gsoIpv4MaxSize", segmentation.gso_ipv4_max_size);
  writer.set_number("tsoMaxSize", segmentation.tso_max_size);
  writer.set_number("tsoMaxSegments", segmentation.tso_max_segments);
  writer.set_number("groMaxSize", segmentation.gro_max_size);
  writer.set_number("groIpv4MaxSize", segmentation.gro_ipv4_max_size);
  return writer.value();
}

void set_hardware(napi_env env, ObjectWriter& writer, const route::Hardware& hardware) {
  writer.set("parentBus", hardware.bus);
  writer.set("parentDevice", hardware.device);
  writer.set("physicalPortName", hardware.port_name);
  writer.set("physicalPortId", make_optional_bytes(env, hardware.port_id));
  writer.set("physicalSwitchId", make_optional_bytes(env, hardware.switch_id));
}

napi_value make_name(napi_env env, const std::string& name) { return make_text(env, name); }

route::Port read_port(ValueReader& reader, napi_value value) {
  const auto data = reader.bytes(reader.field(value, "data"), "port.data");
  return {reader.text(reader.field(value, "kind"), "port.kind"), {data.begin(), data.end()}};
}

}  // namespace

route::LinkSelector read_link_selector(ValueReader& reader, napi_value value) {
  if (napi_value index = reader.field(value, "index")) return reader.number(index, "index", INT32_MAX);
  return reader.text(reader.field(value, "name"), "name");
}

route::LinkCreation read_link_creation(ValueReader& reader, napi_value value) {
  route::LinkCreation creation;
  creation.link = read_new_link(reader, value);
  creation.lower = reader.optional_number(value, "lower", INT32_MAX);
  creation.master = reader.optional_number(value, "master", INT32_MAX);
  creation.kind = read_link_kind(reader, value);
  return creation;
}

route::LinkChange read_link_change(ValueReader& reader, napi_value value) {
  route::LinkChange change;
  change.flags = read_flag_change(reader, value);
  change.mtu = reader.optional_number(value, "mtu");
  change.name = reader.optional_text(value, "name");
  change.name_space = reader.duplicated_descriptor(value, "namespace");
  change.master = reader.optional_number(value, "master");
  change.group = reader.optional_number(value, "group");
  change.transmit_queue_length = reader.optional_number(value, "transmitQueueLength");
  change.hardware_address = reader.optional_bytes(value, "hardwareAddress");
  change.broadcast_address = reader.optional_bytes(value, "broadcastAddress");
  change.alias = reader.optional_text(value, "alias");
  change.protocol_down = reader.optional_boolean(value, "protocolDown");
  reader.read(value, "addressGenerationMode", change.address_generation_mode);
  if (reader.field(value, "kind") != nullptr) change.kind = read_link_kind(reader, value);
  if (napi_value port = reader.field(value, "port")) change.port = read_port(reader, port);
  return change;
}

napi_value make_link(napi_env env, const route::Link& link) {
  ObjectWriter writer(env);
  writer.set_number("index", link.index);
  writer.set("name", std::string_view(link.name));
  writer.set_number("type", link.type);
  writer.set_number("flags", link.flags);
  writer.set_number("mtu", link.mtu);
  writer.set_number("minMtu", link.min_mtu);
  writer.set_number("maxMtu", link.max_mtu);
  writer.set_number("operationalState", link.operational_state);
  writer.set_number("mode", link.mode);
  writer.set("hardwareAddress", make_optional_bytes(env, link.hardware_address));
  writer.set("broadcastAddress", make_optional_bytes(env, link.broadcast_address));
  writer.set("permanentAddress", make_optional_bytes(env, link.permanent_address));
  writer.set_number("lower", link.lower);
  writer.set_number("lowerNamespaceId", link.lower_namespace);
  writer.set_number("master", link.master);
  writer.set("port", link.port, [env](ObjectWriter& fields, const route::Port& port) {
    fields.set("kind", std::string_view(port.kind));
    fields.set("data", make_optional_bytes(env, port.attributes));
  });
  writer.set("alternativeNames", make_array<std::string, make_name>(env, link.alternative_names));
  writer.set("alias", link.alias);
  writer.set_number("group", link.group);
  writer.set_number("transmitQueueLength", link.transmit_queue_length);
  writer.set_number("transmitQueues", link.transmit_queues);
  writer.set_number("receiveQueues", link.receive_queues);
  writer.set("qdisc", link.queueing_discipline);
  writer.set_number("promiscuity", link.promiscuity);
  writer.set_number("allMulticast", link.all_multicast);
  writer.set("protocolDown", make_boolean(env, link.protocol_down));
  writer.set_number("addressGenerationMode", link.address_generation_mode);
  writer.set("segmentation", make_segmentation(env, link.segmentation));
  set_hardware(env, writer, link.hardware);
  writer.set("statistics", make_statistics(env, link.statistics));
  link.kind ? set_link_kind(env, writer, *link.kind) : writer.set("kind", make_undefined(env));
  return writer.value();
}

}  // namespace sinfonia::addon
