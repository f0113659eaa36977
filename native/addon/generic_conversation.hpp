// The class NativeGenericConversation of src/addon/generic-conversation.ts.
#pragma once

#include <napi.h>

#include <memory>

#include "addon/conversation_object.hpp"
#include "generic/family.hpp"

namespace sinfonia::addon {

class GenericConversation : public ConversationObject<GenericConversation> {
 public:
  static Napi::Function define(Napi::Env env);

  explicit GenericConversation(const Napi::CallbackInfo& info) : ConversationObject(info) {}

 private:
  Napi::Value get_wireguard(const Napi::CallbackInfo& info);
  Napi::Value set_wireguard(const Napi::CallbackInfo& info);
  Napi::Value get_family(const Napi::CallbackInfo& info);
  template <auto request>
  Napi::Value ask_answers(const Napi::CallbackInfo& info);
  Napi::Value watch(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info) { close_channel(info.Env()); }

  // Belongs to the requests, which run one after another.
  std::shared_ptr<generic::FamilyCache> families_ = std::make_shared<generic::FamilyCache>();
};

}  // namespace sinfonia::addon
