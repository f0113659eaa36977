// What the conversations that JavaScript sees have in common: requests that queue for a channel.
#pragma once

#include <napi.h>

#include <memory>
#include <utility>

#include "addon/channel.hpp"

namespace sinfonia::addon {

template <typename Self>
class ConversationObject : public Napi::ObjectWrap<Self> {
 public:
  // `constructor`: of the class. nullptr in an environment that is being torn down.
  static napi_value create(Napi::Env env, const Napi::FunctionReference& constructor,
                           const std::shared_ptr<Channel>& channel) {
    napi_value function = nullptr;
    napi_value instance = nullptr;
    napi_get_reference_value(env, constructor, &function);
    if (napi_new_instance(env, function, 0, nullptr, &instance) != napi_ok) return nullptr;
    void* wrapped = nullptr;
    if (napi_unwrap(env, instance, &wrapped) != napi_ok) return nullptr;
    static_cast<Self*>(wrapped)->channel_ = channel;
    return instance;
  }

  // Without a channel, as JavaScript could make one: all requests are refused.
  explicit ConversationObject(const Napi::CallbackInfo& info) : Napi::ObjectWrap<Self>(info) {}

 protected:
  Napi::Value change(Napi::Env env, Change::Body body) {
    Promise promise(env);
    channel_->submit(env, std::make_unique<Change>(promise, std::move(body)));
    return {env, promise.value()};
  }

  template <typename Object>
  Napi::Value ask(Napi::Env env, typename Question<Object>::Body body,
                  typename Question<Object>::Convert convert) {
    Promise promise(env);
    channel_->submit(env, std::make_unique<Question<Object>>(promise, std::move(body), convert));
    return {env, promise.value()};
  }

  void close_channel(Napi::Env env) { channel_->close(env); }
  [[nodiscard]] const Channel& channel() const { return *channel_; }

 private:
  std::shared_ptr<Channel> channel_ = std::make_shared<Channel>(nullptr);
};

}  // namespace sinfonia::addon
