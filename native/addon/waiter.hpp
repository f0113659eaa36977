// A thread that waits for sockets, so that none of the pool's few threads is held for as long as a peer is
// silent.
#pragma once

#include <napi.h>
#include <poll.h>
#include <pthread.h>

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include "system/system_error.hpp"
#include "system/unique_fd.hpp"

namespace sinfonia::addon {

// Something to do on a socket that may have to wait for it.
class Wait {
 public:
  // `socket` is the caller's, and orders: of the same socket and event, the first must finish before the
  // next.
  Wait(int socket, short event) : socket_(socket), event_(event) {}
  virtual ~Wait() = default;
  Wait(const Wait&) = delete;
  Wait& operator=(const Wait&) = delete;

  // Does what can be done without waiting; true when all is done or failed. On JavaScript's thread before it
  // waits, then on the waiter's.
  virtual bool proceed(int socket) = 0;
  // On JavaScript's thread, before it waits: takes copies of what the caller may change meanwhile.
  virtual system::SystemError keep() { return {}; }
  // On JavaScript's thread, once, when all is done or failed.
  virtual void settle(napi_env env) = 0;

  [[nodiscard]] int socket() const { return socket_; }
  [[nodiscard]] int own_socket() const { return own_.get(); }
  [[nodiscard]] short event() const { return event_; }
  [[nodiscard]] bool same_turn(const Wait& other) const {
    return socket_ == other.socket_ && event_ == other.event_;
  }

 protected:
  system::SystemError error_;

 private:
  friend class Waiter;
  int socket_;
  short event_;
  // The same open file, so that a close by the caller cannot make this wait for another one.
  system::UniqueFd own_;
  std::atomic<bool> canceled_ = false;
};

// One for each environment. All methods are for JavaScript's thread.
class Waiter {
 public:
  Waiter() = default;
  ~Waiter();
  Waiter(const Waiter&) = delete;
  Waiter& operator=(const Waiter&) = delete;

  // Settles it at once if it need not wait.
  void run(napi_env env, std::unique_ptr<Wait> wait);
  // Ends one that has not settled, with ECANCELED; one that is done meanwhile settles as it is.
  void cancel(Wait& wait);

 private:
  using Waits = std::vector<std::unique_ptr<Wait>>;

  system::SystemError queue(napi_env env, std::unique_ptr<Wait>& wait);
  system::SystemError start(napi_env env);
  void stop();
  void wake();
  [[nodiscard]] bool must_queue(const Wait& wait) const;
  void settle_finished(napi_env env);

  // On the waiter's thread.
  void loop();
  bool take_queued(Waits& waits);
  static Waits take_canceled(Waits& waits);
  void finish(Waits finished);

  napi_threadsafe_function finished_call_ = nullptr;
  pthread_t thread_ = {};
  system::UniqueFd wake_;
  // Socket and event of what was queued and not yet settled.
  std::vector<std::pair<int, short>> unsettled_;

  std::mutex mutex_;
  Waits queued_;
  Waits finished_;
  bool stopping_ = false;
};

}  // namespace sinfonia::addon
