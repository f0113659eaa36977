#include "addon/open_conversation.hpp"

#include <fcntl.h>
#include <linux/netlink.h>

#include <memory>
#include <optional>

#include "addon/environment.hpp"
#include "addon/generic_conversation.hpp"
#include "addon/open_socket.hpp"
#include "addon/promise.hpp"
#include "addon/route_conversation.hpp"
#include "addon/value_reader.hpp"
#include "netlink/socket.hpp"

namespace sinfonia::addon {
namespace {

using netlink::Socket;
using system::Result;
using system::SystemError;
using system::UniqueFd;

// A protocol of netlink, and what JavaScript sees of a conversation of it.
struct Kind {
  int protocol;
  napi_value (*make)(Napi::Env env, const std::shared_ptr<Channel>& channel);
};

napi_value make_route(Napi::Env env, const std::shared_ptr<Channel>& channel) {
  return RouteConversation::create(env, Environment::of(env).route_conversation, channel);
}

napi_value make_generic(Napi::Env env, const std::shared_ptr<Channel>& channel) {
  return GenericConversation::create(env, Environment::of(env).generic_conversation, channel);
}

constexpr Kind kRoute{NETLINK_ROUTE, make_route};
constexpr Kind kGeneric{NETLINK_GENERIC, make_generic};

napi_value conversation_over(Napi::Env env, const Kind& kind, UniqueFd socket, bool is_own_namespace) {
  const Origin origin{socket.get(), is_own_namespace};
  auto conversation = std::make_unique<netlink::Conversation>(std::make_unique<Socket>(std::move(socket)));
  return kind.make(env, std::make_shared<Channel>(std::move(conversation), origin));
}

class Opening : public Napi::AsyncWorker {
 public:
  // `name_space` may hold nothing: the caller's own.
  Opening(Napi::Env env, Promise promise, const Kind& kind, UniqueFd name_space)
      : AsyncWorker(env, "sinfonia-tier3"),
        promise_(promise),
        kind_(kind),
        is_own_namespace_(!name_space),
        name_space_(std::move(name_space)) {}

  void Execute() override {
    socket_ = is_own_namespace_ ? Socket::open(kind_.protocol)
                                : open_socket_in(std::move(name_space_), kind_.protocol);
  }
  void OnOK() override {
    if (!socket_) return promise_.reject(Env(), make_error(Env(), socket_.error()));
    promise_.resolve(Env(), conversation_over(Env(), kind_, std::move(*socket_), is_own_namespace_));
  }

 private:
  Promise promise_;
  const Kind& kind_;
  bool is_own_namespace_;
  UniqueFd name_space_;
  Result<UniqueFd> socket_ = SystemError{EINVAL, "socket"};
};

// A socket that is refused stays the caller's.
void adopt_socket(Napi::Env env, const Kind& kind, const Promise& promise, int socket) {
  if (const SystemError error = Socket::check(socket, kind.protocol)) {
    promise.reject(env, make_error(env, error));
  } else {
    UniqueFd own = Environment::of(env).descriptors.take_back(socket);
    if (!own) own.reset(socket);
    promise.resolve(env, conversation_over(env, kind, std::move(own), false));
  }
}

void open_socket(Napi::Env env, const Kind& kind, const Promise& promise, std::optional<int> name_space) {
  UniqueFd copy;
  if (name_space) {
    copy.reset(fcntl(*name_space, F_DUPFD_CLOEXEC, 0));
    if (!copy) return promise.reject(env, make_error(env, system::last_error("fcntl")));
  }
  auto* const opening = new Opening(env, promise, kind, std::move(copy));
  opening->Queue();
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): it deletes itself.
}

Napi::Value open_conversation(const Napi::CallbackInfo& info, const Kind& kind) {
  ValueReader reader(info.Env());
  const std::optional<int> socket = reader.optional_descriptor(info[0], "socket");
  const std::optional<int> name_space = reader.optional_descriptor(info[0], "namespace");
  reader.require(!socket || !name_space, "socket", "given without a namespace, or not at all");
  if (reader.throw_if_failed()) return {};
  const Promise promise(info.Env());
  socket ? adopt_socket(info.Env(), kind, promise, *socket)
         : open_socket(info.Env(), kind, promise, name_space);
  return {info.Env(), promise.value()};
}

}  // namespace

Napi::Value open_route_conversation(const Napi::CallbackInfo& info) {
  return open_conversation(info, kRoute);
}

Napi::Value open_generic_conversation(const Napi::CallbackInfo& info) {
  return open_conversation(info, kGeneric);
}

}  // namespace sinfonia::addon
