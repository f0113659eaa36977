#include "addon/convert_link_kind.hpp"

#include "addon/convert_new_link.hpp"

namespace sinfonia::addon {
namespace {

using route::Bridge;
using route::Ipvlan;
using route::KindOptions;
using route::LinkKind;
using route::Macvlan;
using route::Tun;
using route::Veth;
using route::Vlan;
using route::Vrf;

Vlan read_vlan(ValueReader& reader, napi_value value) {
  Vlan vlan;
  vlan.id = static_cast<std::uint16_t>(reader.number(reader.field(value, "id"), "vlan.id", UINT16_MAX));
  reader.read(value, "protocol", vlan.protocol);
  return vlan;
}

Bridge read_bridge(ValueReader& reader, napi_value value) {
  Bridge bridge;
  reader.read(value, "forwardDelay", bridge.forward_delay);
  reader.read(value, "helloTime", bridge.hello_time);
  reader.read(value, "maxAge", bridge.max_age);
  reader.read(value, "ageingTime", bridge.ageing_time);
  reader.read(value, "stpState", bridge.stp_state);
  reader.read(value, "priority", bridge.priority);
  reader.read(value, "vlanFiltering", bridge.vlan_filtering);
  reader.read(value, "vlanDefaultPvid", bridge.vlan_default_pvid);
  reader.read(value, "multicastSnooping", bridge.multicast_snooping);
  return bridge;
}

Macvlan read_macvlan(ValueReader& reader, napi_value value) {
  Macvlan macvlan;
  reader.read(value, "mode", macvlan.mode);
  return macvlan;
}

Ipvlan read_ipvlan(ValueReader& reader, napi_value value) {
  Ipvlan ipvlan;
  reader.read(value, "mode", ipvlan.mode);
  reader.read(value, "flags", ipvlan.flags);
  return ipvlan;
}

Vrf read_vrf(ValueReader& reader, napi_value value) {
  return {reader.number(reader.field(value, "table"), "vrf.table")};
}

struct SetOptions {
  napi_env env;
  ObjectWriter& writer;

  void operator()(const std::monostate& /*none*/) const {}
  void operator()(const Veth& /*veth*/) const {}
  void operator()(const Vlan& vlan) const {
    writer.set_object("vlan", [&](ObjectWriter& fields) {
      fields.set_number("id", vlan.id);
      fields.set_number("protocol", vlan.protocol);
    });
  }
  void operator()(const Bridge& bridge) const {
    writer.set_object("bridge", [&](ObjectWriter& fields) {
      fields.set_number("forwardDelay", bridge.forward_delay);
      fields.set_number("helloTime", bridge.hello_time);
      fields.set_number("maxAge", bridge.max_age);
      fields.set_number("ageingTime", bridge.ageing_time);
      fields.set_number("stpState", bridge.stp_state);
      fields.set_number("priority", bridge.priority);
      fields.set_number("vlanFiltering", bridge.vlan_filtering);
      fields.set_number("vlanDefaultPvid", bridge.vlan_default_pvid);
      fields.set_number("multicastSnooping", bridge.multicast_snooping);
    });
  }
  void operator()(const Macvlan& macvlan) const {
    writer.set_object("macvlan", [&](ObjectWriter& fields) { fields.set_number("mode", macvlan.mode); });
  }
  void operator()(const Ipvlan& ipvlan) const {
    writer.set_object("ipvlan", [&](ObjectWriter& fields) {
      fields.set_number("mode", ipvlan.mode);
      fields.set_number("flags", ipvlan.flags);
    });
  }
  void operator()(const Tun& tun) const {
    writer.set_object("tun", [&](ObjectWriter& fields) {
      fields.set_number("mode", tun.mode);
      fields.set_number("owner", tun.owner);
      fields.set_number("group", tun.group);
      fields.set("packetInformation", make_boolean(env, tun.packet_information));
      fields.set("vnetHeader", make_boolean(env, tun.vnet_header));
      fields.set("multiQueue", make_boolean(env, tun.multi_queue));
      fields.set("persistent", make_boolean(env, tun.persistent));
    });
  }
  void operator()(const Vrf& vrf) const {
    writer.set_object("vrf", [&](ObjectWriter& fields) { fields.set_number("table", vrf.table); });
  }
};

KindOptions read_options(ValueReader& reader, napi_value object) {
  if (napi_value peer = reader.field(object, "peer")) return Veth{read_new_link(reader, peer)};
  if (napi_value vlan = reader.field(object, "vlan")) return read_vlan(reader, vlan);
  if (napi_value bridge = reader.field(object, "bridge")) return read_bridge(reader, bridge);
  if (napi_value macvlan = reader.field(object, "macvlan")) return read_macvlan(reader, macvlan);
  if (napi_value ipvlan = reader.field(object, "ipvlan")) return read_ipvlan(reader, ipvlan);
  if (napi_value vrf = reader.field(object, "vrf")) return read_vrf(reader, vrf);
  return std::monostate();
}

}  // namespace

Tun read_tun(ValueReader& reader, napi_value value) {
  Tun tun;
  tun.mode = static_cast<std::uint8_t>(reader.number(reader.field(value, "mode"), "tun.mode", UINT8_MAX));
  reader.read(value, "owner", tun.owner);
  reader.read(value, "group", tun.group);
  tun.packet_information = reader.optional_boolean(value, "packetInformation").value_or(false);
  tun.vnet_header = reader.optional_boolean(value, "vnetHeader").value_or(false);
  tun.multi_queue = reader.optional_boolean(value, "multiQueue").value_or(false);
  tun.persistent = true;
  return tun;
}

LinkKind read_link_kind(ValueReader& reader, napi_value object) {
  return {reader.text(reader.field(object, "kind"), "kind"), read_options(reader, object),
          reader.optional_bytes(object, "data").value_or(std::vector<std::byte>())};
}

void set_link_kind(napi_env env, ObjectWriter& writer, const LinkKind& kind) {
  writer.set("kind", std::string_view(kind.name));
  std::visit(SetOptions{env, writer}, kind.options);
  if (!kind.attributes.empty()) writer.set("data", make_optional_bytes(env, kind.attributes));
}

}  // namespace sinfonia::addon
