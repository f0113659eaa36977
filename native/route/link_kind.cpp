#include "route/link_kind.hpp"

#include <linux/if_link.h>

#include "route/link_attributes.hpp"

namespace sinfonia::route {
namespace {

using netlink::AttributeReader;
using netlink::AttributeTable;
using netlink::AttributeWriter;

struct WriteOptions {
  AttributeWriter& writer;

  void operator()(const std::monostate& /*none*/) const {}
  // RTM_NEWLINK makes none.
  void operator()(const Tun& /*tun*/) const {}
  template <typename Kind>
  void operator()(const Kind& kind) const {
    write_kind(writer, kind);
  }
};

struct AttributesOf {
  const AttributeTable& operator()(const std::monostate& /*none*/) const { return link_attributes; }
  const AttributeTable& operator()(const Tun& /*tun*/) const { return link_attributes; }
  const AttributeTable& operator()(const Veth& /*veth*/) const { return veth_link_attributes; }
  const AttributeTable& operator()(const Vlan& /*vlan*/) const { return vlan_link_attributes; }
  const AttributeTable& operator()(const Bridge& /*bridge*/) const { return bridge_link_attributes; }
  const AttributeTable& operator()(const Macvlan& /*macvlan*/) const { return macvlan_link_attributes; }
  const AttributeTable& operator()(const Ipvlan& /*ipvlan*/) const { return ipvlan_link_attributes; }
  const AttributeTable& operator()(const Vrf& /*vrf*/) const { return vrf_link_attributes; }
};

void copy_attribute(const AttributeReader& reader, AttributeWriter& into) {
  const int nested = reader.is_nested() ? NLA_F_NESTED : 0;
  into.data(static_cast<std::uint16_t>(reader.type() | nested), reader.payload());
}

template <typename Kind>
void read_options(AttributeReader& reader, LinkKind& kind) {
  Kind options;
  AttributeWriter rest;
  reader.nest([&](AttributeReader& inner) {
    while (inner.next()) {
      if (!read_kind(inner, options)) copy_attribute(inner, rest);
    }
  });
  kind.options = options;
  kind.attributes.assign(rest.bytes().begin(), rest.bytes().end());
}

}  // namespace

void write_link_kind(AttributeWriter& writer, const LinkKind& kind) {
  writer.text(IFLA_INFO_KIND, kind.name);
  if (std::holds_alternative<std::monostate>(kind.options) && kind.attributes.empty()) return;
  writer.nest(IFLA_INFO_DATA, [&] {
    std::visit(WriteOptions{writer}, kind.options);
    writer.raw(kind.attributes);
  });
}

void read_kind_data(AttributeReader& reader, LinkKind& kind) {
  if (kind.name == "vlan") return read_options<Vlan>(reader, kind);
  if (kind.name == "bridge") return read_options<Bridge>(reader, kind);
  if (kind.name == "macvlan") return read_options<Macvlan>(reader, kind);
  if (kind.name == "ipvlan") return read_options<Ipvlan>(reader, kind);
  if (kind.name == "tun") return read_options<Tun>(reader, kind);
  if (kind.name == "vrf") return read_options<Vrf>(reader, kind);
  kind.attributes.assign(reader.payload().begin(), reader.payload().end());
}

const AttributeTable& attributes_of(const KindOptions& options) {
  return std::visit(AttributesOf{}, options);
}

}  // namespace sinfonia::route
