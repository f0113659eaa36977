#include "addon/channel.hpp"

#include <algorithm>
#include <iterator>

namespace sinfonia::addon {
namespace {

// So that a long queue settles, and can be closed, in parts.
constexpr std::size_t kMostAtATime = 256;

netlink::Failure canceled() { return {ECANCELED, "close"}; }
netlink::Failure closed() { return {EBADF, "sendmsg"}; }

}  // namespace

class Channel::Batch : public Napi::AsyncWorker {
 public:
  Batch(napi_env env, std::shared_ptr<Channel> channel, Jobs jobs)
      : AsyncWorker(Napi::Env(env), "sinfonia-tier3"), channel_(std::move(channel)), jobs_(std::move(jobs)) {}

  void Execute() override {
    while (done_ < jobs_.size() && !channel_->closed_) jobs_[done_++]->run(*channel_->conversation_);
  }
  void OnOK() override { channel_->finish(Env(), jobs_, done_); }

 private:
  std::shared_ptr<Channel> channel_;
  Jobs jobs_;
  std::size_t done_ = 0;
};

void Channel::submit(napi_env env, std::unique_ptr<Job> job) {
  if (closed_) {
    job->reject(env, closed());
    return;
  }
  waiting_.push_back(std::move(job));
  if (!running_) run_some(env);
}

void Channel::run_some(napi_env env) {
  const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(std::min(waiting_.size(), kMostAtATime));
  Jobs jobs(std::move_iterator(waiting_.begin()), std::move_iterator(end));
  waiting_.erase(waiting_.begin(), end);
  running_ = true;
  auto* const batch = new Batch(env, shared_from_this(), std::move(jobs));
  batch->Queue();
  // NOLINTNEXTLINE(clang-analyzer-cplusplus.NewDeleteLeaks): it deletes itself.
}

void Channel::finish(napi_env env, Jobs& jobs, std::size_t done) {
  running_ = false;
  if (closed_) {
    conversation_.reset();
  } else if (!waiting_.empty()) {
    run_some(env);
  }
  for (std::size_t i = 0; i < jobs.size(); ++i) {
    i < done ? jobs[i]->settle(env) : jobs[i]->reject(env, canceled());
  }
}

void Channel::close(napi_env env) {
  if (closed_.exchange(true)) return;
  if (!running_) conversation_.reset();
  for (const std::unique_ptr<Job>& job : std::exchange(waiting_, {})) job->reject(env, canceled());
}

}  // namespace sinfonia::addon
