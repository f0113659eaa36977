#include "addon/convert_event.hpp"

#include "addon/convert_address.hpp"
#include "addon/convert_link.hpp"
#include "addon/convert_neighbour.hpp"
#include "addon/convert_route.hpp"
#include "addon/convert_rule.hpp"

namespace sinfonia::addon {
namespace {

// The field that is named after what it is about.
struct SetObject {
  napi_env env;
  ObjectWriter& writer;

  void operator()(const route::Lost& /*lost*/) const { writer.set("lost", make_boolean(env, true)); }
  void operator()(const route::Link& link) const { writer.set("link", make_link(env, link)); }
  void operator()(const route::LinkAddress& address) const {
    writer.set("address", make_address(env, address));
  }
  void operator()(const route::Route& route) const { writer.set("route", make_route(env, route)); }
  void operator()(const route::Rule& rule) const { writer.set("rule", make_rule(env, rule)); }
  void operator()(const route::Neighbour& neighbour) const {
    writer.set("neighbour", make_neighbour(env, neighbour));
  }
};

}  // namespace

route::Topics read_topics(ValueReader& reader, napi_value value) {
  const auto wants = [&](const char* name) { return reader.optional_boolean(value, name).value_or(false); };
  return {wants("link"), wants("address"), wants("route"), wants("rule"), wants("neighbour")};
}

napi_value make_event(napi_env env, const route::Event& event) {
  ObjectWriter writer(env);
  writer.set("deleted", make_boolean(env, event.deleted));
  std::visit(SetObject{env, writer}, event.object);
  return writer.value();
}

}  // namespace sinfonia::addon
