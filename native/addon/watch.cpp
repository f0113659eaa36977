#include "addon/watch.hpp"

#include <fcntl.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include "addon/environment.hpp"
#include "addon/open_socket.hpp"
#include "addon/promise.hpp"
#include "netlink/socket.hpp"

namespace sinfonia::addon {
namespace {

using netlink::Failure;
using netlink::Subscription;
using system::Result;
using system::SystemError;
using system::UniqueFd;

// So that JavaScript's thread is not held for long by a storm of them.
constexpr std::size_t kMostAtATime = 256;

Failure closed() { return {EBADF, "recvmsg"}; }

class Opening : public Napi::AsyncWorker {
 public:
  // `beside`: a socket whose namespace is meant; it may hold nothing: the caller's own.
  Opening(Napi::Env env, Promise promise, UniqueFd beside, Topic topic)
      : AsyncWorker(env, "sinfonia-tier3"),
        promise_(promise),
        beside_(std::move(beside)),
        topic_(std::move(topic)) {}

  void Execute() override {
    Result<UniqueFd> socket =
        beside_ ? open_socket_beside(beside_.get(), topic_.protocol) : netlink::Socket::open(topic_.protocol);
    if (socket) {
      subscription_ = Subscription::open(std::move(*socket), topic_.groups);
    } else {
      subscription_ = socket.error();
    }
  }
  void OnOK() override {
    if (!subscription_) return promise_.reject(Env(), make_error(Env(), subscription_.error()));
    promise_.resolve(Env(), Watch::create(Env(), std::move(topic_), std::move(*subscription_)));
  }

 private:
  Promise promise_;
  UniqueFd beside_;
  Topic topic_;
  Result<Subscription> subscription_ = SystemError{EINVAL, "socket"};
};

}  // namespace

// Until there is at least one event, and then as many as there are.
class Watch::Listening : public Wait {
 public:
  Listening(Promise promise, std::shared_ptr<Subscription> subscription, Watch* watch)
      : Wait(subscription->socket(), POLLIN),
        promise_(promise),
        heard_(watch->topic_.hear()),
        subscription_(std::move(subscription)),
        watch_(watch) {
    watch_->listening_ = this;
  }
  ~Listening() override {
    if (watch_ != nullptr) watch_->listening_ = nullptr;
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

  bool proceed(int /*socket*/) override {
    while (heard_->count() < kMostAtATime) {
      const Result<netlink::Bytes> datagram = subscription_->receive();
      if (datagram) {
        refusal_ = heard_->read(*datagram);
      } else if (datagram.error().error == ENOBUFS) {
        heard_->lost();
        return true;
      } else if (datagram.error().error == EAGAIN) {
        return heard_->count() > 0;
      } else {
        refusal_ = datagram.error();
      }
      if (refusal_) return true;
    }
    return true;
  }

  void settle(napi_env env) override {
    if (error_) refusal_ = error_;
    refusal_ ? promise_.reject(env, make_error(env, *refusal_)) : promise_.resolve(env, heard_->make(env));
  }

  // It has been collected.
  void forget_watch() { watch_ = nullptr; }

 private:
  Promise promise_;
  std::unique_ptr<Hearing> heard_;
  std::shared_ptr<Subscription> subscription_;
  Watch* watch_;
  netlink::Refusal refusal_;
};

Napi::Function Watch::define(Napi::Env env) {
  return DefineClass(env, "NativeWatch",
                     {InstanceMethod<&Watch::next>("next"), InstanceMethod<&Watch::close>("close")});
}

napi_value Watch::create(Napi::Env env, Topic topic, Subscription subscription) {
  napi_value function = nullptr;
  napi_value instance = nullptr;
  napi_get_reference_value(env, Environment::of(env).watch, &function);
  if (napi_new_instance(env, function, 0, nullptr, &instance) != napi_ok) return nullptr;
  void* wrapped = nullptr;
  if (napi_unwrap(env, instance, &wrapped) != napi_ok) return nullptr;
  auto* const watch = static_cast<Watch*>(wrapped);
  watch->topic_ = std::move(topic);
  watch->subscription_ = std::make_shared<Subscription>(std::move(subscription));
  return instance;
}

Watch::~Watch() {
  if (listening_ != nullptr) listening_->forget_watch();
}

Napi::Value Watch::next(const Napi::CallbackInfo& info) {
  Promise promise(info.Env());
  if (subscription_ == nullptr) {
    promise.reject(info.Env(), make_error(info.Env(), closed()));
  } else if (listening_ != nullptr) {
    promise.reject(info.Env(), make_error(info.Env(), Failure(EBUSY, "recvmsg")));
  } else {
    Environment::of(info.Env())
        .waiter.run(info.Env(), std::make_unique<Listening>(promise, subscription_, this));
  }
  return {info.Env(), promise.value()};
}

void Watch::close(const Napi::CallbackInfo& info) {
  subscription_.reset();
  if (listening_ != nullptr) Environment::of(info.Env()).waiter.cancel(*listening_);
}

Napi::Value open_watch(Napi::Env env, const Channel& channel, Topic topic) {
  const Promise promise(env);
  const Napi::Value value(env, promise.value());
  UniqueFd beside;
  if (channel.is_closed()) {
    promise.reject(env, make_error(env, closed()));
    return value;
  }
  if (!channel.origin().is_own_namespace) {
    beside.reset(fcntl(channel.origin().socket, F_DUPFD_CLOEXEC, 0));
    if (!beside) {
      promise.reject(env, make_error(env, system::last_error("fcntl")));
      return value;
    }
  }
  auto* const opening = new Opening(env, promise, std::move(beside), std::move(topic));
  opening->Queue();
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): it deletes itself.
  return value;
}

}  // namespace sinfonia::addon
