// The class NativeRouteConversation of src/addon/route-conversation.ts.
#pragma once

#include <napi.h>

#include "addon/conversation_object.hpp"

namespace sinfonia::addon {

class RouteConversation : public ConversationObject<RouteConversation> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit RouteConversation(const Napi::CallbackInfo& info) : ConversationObject(info) {}

 private:
  Napi::Value get_link(const Napi::CallbackInfo& info);
  Napi::Value list_links(const Napi::CallbackInfo& info);
  Napi::Value create_tun_link(const Napi::CallbackInfo& info);
  Napi::Value set_link(const Napi::CallbackInfo& info);
  Napi::Value delete_link(const Napi::CallbackInfo& info);
  Napi::Value list_addresses(const Napi::CallbackInfo& info);
  Napi::Value list_routes(const Napi::CallbackInfo& info);
  Napi::Value look_up_route(const Napi::CallbackInfo& info);
  Napi::Value list_rules(const Napi::CallbackInfo& info);
  Napi::Value list_neighbours(const Napi::CallbackInfo& info);
  Napi::Value get_neighbour(const Napi::CallbackInfo& info);
  // A change of the link of this index, by the name that is the second argument.
  template <auto apply>
  Napi::Value change_name(const Napi::CallbackInfo& info);
  // A change whose one argument is an object.
  template <auto read, auto apply>
  Napi::Value change_by(const Napi::CallbackInfo& info);
  template <typename Object, typename List>
  Napi::Value ask_families(const Napi::CallbackInfo& info, List list,
                           typename Question<std::vector<Object>>::Convert convert);
  Napi::Value watch(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info) { close_channel(info.Env()); }
};

}  // namespace sinfonia::addon
