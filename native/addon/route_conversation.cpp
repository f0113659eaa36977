#include "addon/route_conversation.hpp"

#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <iterator>

#include "addon/convert_address.hpp"
#include "addon/convert_event.hpp"
#include "addon/convert_link.hpp"
#include "addon/convert_link_kind.hpp"
#include "addon/convert_neighbour.hpp"
#include "addon/convert_route.hpp"
#include "addon/convert_rule.hpp"
#include "addon/create_tun.hpp"
#include "addon/watch.hpp"

namespace sinfonia::addon {

using netlink::Conversation;
using netlink::Result;

template <auto read, auto apply>
Napi::Value RouteConversation::change_by(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  auto wanted = read(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  return change(info.Env(), [wanted = std::move(wanted)](Conversation& conversation) {
    return apply(conversation, wanted);
  });
}

template <auto apply>
Napi::Value RouteConversation::change_name(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const std::uint32_t index = reader.number(info[0], "index", INT32_MAX);
  std::string name = reader.text(info[1], "name");
  if (reader.throw_if_failed()) return {};
  return change(info.Env(), [index, name = std::move(name)](Conversation& conversation) {
    return apply(conversation, index, name);
  });
}

// Of the version that is the first argument, or of both: `list(conversation, family)`.
template <typename Object, typename List>
Napi::Value RouteConversation::ask_families(const Napi::CallbackInfo& info, List list,
                                            typename Question<std::vector<Object>>::Convert convert) {
  ValueReader reader(info.Env());
  std::vector<std::uint8_t> families{AF_INET, AF_INET6};
  if (!info[0].IsUndefined()) families = {read_family(reader, info[0])};
  if (reader.throw_if_failed()) return {};
  const auto body = [families, list](Conversation& conversation) -> Result<std::vector<Object>> {
    std::vector<Object> all;
    for (const std::uint8_t family : families) {
      Result<std::vector<Object>> objects = list(conversation, family);
      if (!objects) return objects;
      std::move(objects->begin(), objects->end(), std::back_inserter(all));
    }
    return all;
  };
  return ask<std::vector<Object>>(info.Env(), body, convert);
}

Napi::Function RouteConversation::define(Napi::Env env) {
  using Self = RouteConversation;
  return DefineClass(
      env, "NativeRouteConversation",
      {
          InstanceMethod<&Self::get_link>("getLink"),
          InstanceMethod<&Self::list_links>("listLinks"),
          InstanceMethod<&Self::change_by<read_link_creation, route::create_link>>("createLink"),
          InstanceMethod<&Self::create_tun_link>("createTun"),
          InstanceMethod<&Self::set_link>("setLink"),
          InstanceMethod<&Self::delete_link>("deleteLink"),
          InstanceMethod<&Self::change_name<route::add_alternative_name>>("addAlternativeName"),
          InstanceMethod<&Self::change_name<route::delete_alternative_name>>("deleteAlternativeName"),
          InstanceMethod<&Self::list_addresses>("listAddresses"),
          InstanceMethod<&Self::change_by<read_address, route::add_address>>("addAddress"),
          InstanceMethod<&Self::change_by<read_address, route::replace_address>>("replaceAddress"),
          InstanceMethod<&Self::change_by<read_address, route::delete_address>>("deleteAddress"),
          InstanceMethod<&Self::list_routes>("listRoutes"),
          InstanceMethod<&Self::change_by<read_route_change, route::add_route>>("addRoute"),
          InstanceMethod<&Self::change_by<read_route_change, route::replace_route>>("replaceRoute"),
          InstanceMethod<&Self::change_by<read_route_change, route::delete_route>>("deleteRoute"),
          InstanceMethod<&Self::look_up_route>("lookUpRoute"),
          InstanceMethod<&Self::list_rules>("listRules"),
          InstanceMethod<&Self::change_by<read_rule_change, route::add_rule>>("addRule"),
          InstanceMethod<&Self::change_by<read_rule_change, route::delete_rule>>("deleteRule"),
          InstanceMethod<&Self::list_neighbours>("listNeighbours"),
          InstanceMethod<&Self::get_neighbour>("getNeighbour"),
          InstanceMethod<&Self::change_by<read_neighbour_change, route::add_neighbour>>("addNeighbour"),
          InstanceMethod<&Self::change_by<read_neighbour_change, route::replace_neighbour>>(
              "replaceNeighbour"),
          InstanceMethod<&Self::change_by<read_neighbour_change, route::delete_neighbour>>("deleteNeighbour"),
          InstanceMethod<&Self::watch>("watch"),
          InstanceMethod<&Self::close>("close"),
      });
}

Napi::Value RouteConversation::get_link(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::LinkSelector selector = read_link_selector(reader, info[0]);
  const bool statistics = reader.boolean(info[1], "statistics");
  if (reader.throw_if_failed()) return {};
  return ask<route::Link>(
      info.Env(),
      [selector, statistics](Conversation& conversation) {
        return route::get_link(conversation, selector, statistics);
      },
      make_link);
}

Napi::Value RouteConversation::list_links(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const bool statistics = reader.boolean(info[0], "statistics");
  if (reader.throw_if_failed()) return {};
  return ask<std::vector<route::Link>>(
      info.Env(),
      [statistics](Conversation& conversation) { return route::list_links(conversation, statistics); },
      make_array<route::Link, make_link>);
}

Napi::Value RouteConversation::create_tun_link(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const std::string name = reader.text(info[0], "name");
  const route::Tun tun = read_tun(reader, info[1]);
  if (reader.throw_if_failed()) return {};
  // The socket of it is open as long as requests run.
  const auto body = [name, tun, origin = channel().origin()](Conversation& /*conversation*/) {
    return create_tun(origin, name, tun);
  };
  return change(info.Env(), body);
}

Napi::Value RouteConversation::set_link(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const std::uint32_t index = reader.number(info[0], "index", INT32_MAX);
  auto link_change = read_link_change(reader, info[1]);
  if (reader.throw_if_failed()) return {};
  return change(info.Env(), [index, link_change = std::move(link_change)](Conversation& conversation) {
    return route::set_link(conversation, index, link_change);
  });
}

Napi::Value RouteConversation::delete_link(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const std::uint32_t index = reader.number(info[0], "index", INT32_MAX);
  if (reader.throw_if_failed()) return {};
  return change(info.Env(),
                [index](Conversation& conversation) { return route::delete_link(conversation, index); });
}

Napi::Value RouteConversation::list_addresses(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::AddressFilter filter = read_address_filter(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  return ask<std::vector<route::LinkAddress>>(
      info.Env(),
      [filter](Conversation& conversation) { return route::list_addresses(conversation, filter); },
      make_array<route::LinkAddress, make_address>);
}

Napi::Value RouteConversation::list_routes(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::RouteFilter filter = read_route_filter(reader, info[1]);
  if (reader.throw_if_failed()) return {};
  const auto list = [filter](Conversation& conversation, std::uint8_t family) {
    return route::list_routes(conversation, family, filter);
  };
  return ask_families<route::Route>(info, list, make_array<route::Route, make_route>);
}

Napi::Value RouteConversation::list_rules(const Napi::CallbackInfo& info) {
  return ask_families<route::Rule>(info, route::list_rules, make_array<route::Rule, make_rule>);
}

Napi::Value RouteConversation::list_neighbours(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::NeighbourFilter filter = read_neighbour_filter(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  return ask<std::vector<route::Neighbour>>(
      info.Env(),
      [filter](Conversation& conversation) { return route::list_neighbours(conversation, filter); },
      make_array<route::Neighbour, make_neighbour>);
}

Napi::Value RouteConversation::get_neighbour(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::Neighbour neighbour = read_neighbour_change(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  return ask<route::Neighbour>(
      info.Env(),
      [neighbour](Conversation& conversation) { return route::get_neighbour(conversation, neighbour); },
      make_neighbour);
}

Napi::Value RouteConversation::look_up_route(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::RouteQuery query = read_route_query(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  return ask<route::Route>(
      info.Env(), [query](Conversation& conversation) { return route::look_up_route(conversation, query); },
      make_route);
}

Napi::Value RouteConversation::watch(const Napi::CallbackInfo& info) {
  ValueReader reader(info.Env());
  const route::Topics topics = read_topics(reader, info[0]);
  if (reader.throw_if_failed()) return {};
  using Events = HearingOf<route::Event, make_event>;
  const auto hear = [] { return std::make_unique<Events>(route::read_events); };
  return open_watch(info.Env(), channel(), {NETLINK_ROUTE, route::groups_of(topics), hear});
}

}  // namespace sinfonia::addon
