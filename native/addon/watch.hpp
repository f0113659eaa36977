// The class NativeWatch of src/addon/native-watch.ts.
#pragma once

#include <napi.h>

#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "addon/channel.hpp"
#include "addon/value_writer.hpp"
#include "addon/waiter.hpp"
#include "netlink/subscription.hpp"

namespace sinfonia::addon {

// What was heard, until JavaScript takes it.
class Hearing {
 public:
  Hearing() = default;
  virtual ~Hearing() = default;
  Hearing(const Hearing&) = delete;
  Hearing& operator=(const Hearing&) = delete;

  virtual netlink::Refusal read(netlink::Bytes datagram) = 0;
  virtual void lost() = 0;
  [[nodiscard]] virtual std::size_t count() const = 0;
  // An array.
  virtual napi_value make(napi_env env) const = 0;
};

// Of events that `make_event` makes values of.
template <typename Event, napi_value (*make_event)(napi_env, const Event&)>
class HearingOf : public Hearing {
 public:
  using Read = std::function<netlink::Refusal(netlink::Bytes, std::vector<Event>&)>;

  // Without arguments, an event is that some were lost.
  explicit HearingOf(Read read) : read_(std::move(read)) {}

  netlink::Refusal read(netlink::Bytes datagram) override { return read_(datagram, events_); }
  void lost() override { events_.push_back({}); }
  [[nodiscard]] std::size_t count() const override { return events_.size(); }
  napi_value make(napi_env env) const override { return make_array<Event, make_event>(env, events_); }

 private:
  Read read_;
  std::vector<Event> events_;
};

// What a watch is about.
struct Topic {
  // NETLINK_ROUTE ….
  int protocol;
  std::vector<std::uint32_t> groups;
  std::function<std::unique_ptr<Hearing>()> hear;
};

class Watch : public Napi::ObjectWrap<Watch> {
 public:
  static Napi::Function define(Napi::Env env);
  // nullptr in an environment that is being torn down.
  static napi_value create(Napi::Env env, Topic topic, netlink::Subscription subscription);

  // Closed, as JavaScript could make one.
  explicit Watch(const Napi::CallbackInfo& info) : ObjectWrap(info) {}
  ~Watch() override;

 private:
  class Listening;

  Napi::Value next(const Napi::CallbackInfo& info);
  void close(const Napi::CallbackInfo& info);

  Topic topic_;
  std::shared_ptr<netlink::Subscription> subscription_;
  // The one that has not settled.
  Listening* listening_ = nullptr;
};

// Opens one in the namespace of a conversation.
Napi::Value open_watch(Napi::Env env, const Channel& channel, Topic topic);

}  // namespace sinfonia::addon
