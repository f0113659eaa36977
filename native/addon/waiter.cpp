#include "addon/waiter.hpp"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdint>

#include "addon/value_writer.hpp"

namespace sinfonia::addon {
namespace {

using system::SystemError;

// Signals are Node's business: a handler must not run here.
int create_thread_without_signals(pthread_t& thread, void* (*body)(void*), void* argument) {
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  const int error = pthread_create(&thread, nullptr, body, argument);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return error;
}

// The first of each socket and event waits; those behind it have their turn later.
std::vector<pollfd> poll_list(const std::vector<std::unique_ptr<Wait>>& waits, int wake) {
  std::vector<pollfd> list{{wake, POLLIN, 0}};
  for (auto wait = waits.begin(); wait != waits.end(); ++wait) {
    const bool behind = std::any_of(
        waits.begin(), wait, [&](const std::unique_ptr<Wait>& other) { return other->same_turn(**wait); });
    // poll(2) skips a negative one.
    list.push_back({behind ? -1 : (*wait)->own_socket(), (*wait)->event(), 0});
  }
  return list;
}

}  // namespace

Waiter::~Waiter() { stop(); }

void Waiter::run(napi_env env, std::unique_ptr<Wait> wait) {
  if (must_queue(*wait) || !wait->proceed(wait->socket())) {
    const SystemError error = queue(env, wait);
    if (wait == nullptr) return;
    wait->error_ = error;
  }
  wait->settle(env);
}

// Takes it away only if all went well.
SystemError Waiter::queue(napi_env env, std::unique_ptr<Wait>& wait) {
  if (finished_call_ == nullptr) {
    if (SystemError error = start(env)) return error;
  }
  if (SystemError error = wait->keep()) return error;
  wait->own_.reset(fcntl(wait->socket(), F_DUPFD_CLOEXEC, 0));
  if (!wait->own_) return system::last_error("fcntl");
  if (unsettled_.empty()) napi_ref_threadsafe_function(env, finished_call_);
  unsettled_.emplace_back(wait->socket(), wait->event());
  {
    const std::lock_guard lock(mutex_);
    queued_.push_back(std::move(wait));
  }
  wake();
  return {};
}

bool Waiter::must_queue(const Wait& wait) const {
  return std::find(unsettled_.begin(), unsettled_.end(), std::pair(wait.socket(), wait.event())) !=
         unsettled_.end();
}

SystemError Waiter::start(napi_env env) {
  wake_.reset(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!wake_) return system::last_error("eventfd");
  const auto call = [](napi_env call_env, napi_value, void* context, void*) {
    if (call_env != nullptr) static_cast<Waiter*>(context)->settle_finished(call_env);
  };
  if (napi_create_threadsafe_function(env, nullptr, nullptr, make_text(env, "sinfonia-tier3"), 0, 1, nullptr,
                                      nullptr, this, call, &finished_call_) != napi_ok) {
    return {ENOMEM, "napi_create_threadsafe_function"};
  }
  napi_unref_threadsafe_function(env, finished_call_);
  const auto body = [](void* waiter) -> void* {
    static_cast<Waiter*>(waiter)->loop();
    return nullptr;
  };
  if (const int error = create_thread_without_signals(thread_, body, this)) {
    napi_release_threadsafe_function(finished_call_, napi_tsfn_abort);
    finished_call_ = nullptr;
    return {error, "pthread_create"};
  }
  // Added after the function's own hook, so it runs before: nobody calls a function that is gone.
  napi_add_env_cleanup_hook(
      env, [](void* waiter) { static_cast<Waiter*>(waiter)->stop(); }, this);
  return {};
}

void Waiter::stop() {
  if (finished_call_ == nullptr) return;
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake();
  pthread_join(thread_, nullptr);
  finished_call_ = nullptr;
}

void Waiter::cancel(Wait& wait) {
  wait.canceled_ = true;
  wake();
}

void Waiter::wake() {
  const std::uint64_t one = 1;
  // It fails only when the counter is full, and then the thread is awake anyway.
  [[maybe_unused]] const ssize_t written = write(wake_.get(), &one, sizeof one);
}

void Waiter::settle_finished(napi_env env) {
  Waits finished;
  {
    const std::lock_guard lock(mutex_);
    finished.swap(finished_);
  }
  for (const std::unique_ptr<Wait>& wait : finished) {
    unsettled_.erase(
        std::find(unsettled_.begin(), unsettled_.end(), std::pair(wait->socket(), wait->event())));
    wait->settle(env);
  }
  if (!finished.empty() && unsettled_.empty() && finished_call_ != nullptr) {
    napi_unref_threadsafe_function(env, finished_call_);
  }
}

bool Waiter::take_queued(Waits& waits) {
  std::uint64_t count = 0;
  [[maybe_unused]] const ssize_t drained = read(wake_.get(), &count, sizeof count);
  const std::lock_guard lock(mutex_);
  std::move(queued_.begin(), queued_.end(), std::back_inserter(waits));
  queued_.clear();
  return !stopping_;
}

Waiter::Waits Waiter::take_canceled(Waits& waits) {
  Waits taken;
  for (std::unique_ptr<Wait>& wait : waits) {
    if (!wait->canceled_) continue;
    wait->error_ = {ECANCELED, "close"};
    taken.push_back(std::move(wait));
  }
  std::erase(waits, nullptr);
  return taken;
}

void Waiter::finish(Waits finished) {
  if (finished.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    std::move(finished.begin(), finished.end(), std::back_inserter(finished_));
  }
  napi_call_threadsafe_function(finished_call_, nullptr, napi_tsfn_nonblocking);
}

void Waiter::loop() {
  Waits waits;
  while (take_queued(waits)) {
    finish(take_canceled(waits));
    std::vector<pollfd> list = poll_list(waits, wake_.get());
    if (poll(list.data(), list.size(), -1) < 0) continue;  // EINTR or ENOMEM: try again
    Waits finished;
    for (std::size_t i = 0; i < waits.size(); ++i) {
      if (list[i + 1].revents != 0 && waits[i]->proceed(waits[i]->own_socket())) {
        finished.push_back(std::move(waits[i]));
      }
    }
    std::erase(waits, nullptr);
    finish(std::move(finished));
  }
}

}  // namespace sinfonia::addon
