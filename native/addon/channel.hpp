// A conversation with the kernel, and the requests that queue for it.
//
// A pool thread runs them, many at a time, while JavaScript's thread queues more. Everything but Job::run
// belongs to JavaScript's thread.
#pragma once

#include <napi.h>

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <utility>
#include <vector>

#include "addon/promise.hpp"
#include "netlink/conversation.hpp"

namespace sinfonia::addon {

class Job {
 public:
  explicit Job(Promise promise) : promise_(promise) {}
  virtual ~Job() = default;
  Job(const Job&) = delete;
  Job& operator=(const Job&) = delete;

  // On a pool thread.
  virtual void run(netlink::Conversation& conversation) = 0;
  virtual void settle(napi_env env) = 0;
  void reject(napi_env env, const netlink::Failure& failure) const {
    promise_.reject(env, make_error(env, failure));
  }

 protected:
  Promise promise_;
};

// A request that changes something.
class Change : public Job {
 public:
  using Body = std::function<netlink::Refusal(netlink::Conversation&)>;

  Change(Promise promise, Body body) : Job(promise), body_(std::move(body)) {}

  void run(netlink::Conversation& conversation) override { refusal_ = body_(conversation); }
  void settle(napi_env env) override {
    refusal_ ? reject(env, *refusal_) : promise_.resolve(env, make_undefined(env));
  }

 private:
  Body body_;
  netlink::Refusal refusal_;
};

// A request that reads something.
template <typename Value>
class Question : public Job {
 public:
  using Body = std::function<netlink::Result<Value>(netlink::Conversation&)>;
  using Convert = napi_value (*)(napi_env, const Value&);

  Question(Promise promise, Body body, Convert convert)
      : Job(promise), body_(std::move(body)), convert_(convert) {}

  void run(netlink::Conversation& conversation) override { answer_ = body_(conversation); }
  void settle(napi_env env) override {
    *answer_ ? promise_.resolve(env, convert_(env, **answer_)) : reject(env, answer_->error());
  }

 private:
  Body body_;
  Convert convert_;
  std::optional<netlink::Result<Value>> answer_;
};

// Where a channel's socket is: for another one beside it.
struct Origin {
  // The conversation's.
  int socket = -1;
  // It was opened in the caller's own namespace.
  bool is_own_namespace = false;
};

class Channel : public std::enable_shared_from_this<Channel> {
 public:
  // Closed from the start where it is nullptr.
  explicit Channel(std::unique_ptr<netlink::Conversation> conversation, Origin origin = {})
      : conversation_(std::move(conversation)), origin_(origin), closed_(conversation_ == nullptr) {}

  [[nodiscard]] const Origin& origin() const { return origin_; }
  [[nodiscard]] bool is_closed() const { return closed_; }

  // Rejects it with EBADF where the channel is closed.
  void submit(napi_env env, std::unique_ptr<Job> job);
  // What has not been begun is rejected with ECANCELED. The socket is closed as soon as the pool has left it.
  void close(napi_env env);

 private:
  class Batch;
  using Jobs = std::deque<std::unique_ptr<Job>>;

  void run_some(napi_env env);
  void finish(napi_env env, Jobs& jobs, std::size_t done);

  std::unique_ptr<netlink::Conversation> conversation_;
  Origin origin_;
  Jobs waiting_;
  bool running_ = false;
  // Also read by the pool thread.
  std::atomic<bool> closed_;
};

}  // namespace sinfonia::addon
