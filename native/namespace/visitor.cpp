#include "namespace/visitor.hpp"

#include <pthread.h>
#include <sched.h>

#include <csignal>

namespace sinfonia::name_space {
namespace {

using system::SystemError;

struct Visit {
  int name_space;
  const std::function<void()>* body;
  SystemError error;
};

void* enter(void* argument) {
  auto* const visit = static_cast<Visit*>(argument);
  if (setns(visit->name_space, CLONE_NEWNET) != 0) {
    visit->error = system::last_error("setns");
  } else {
    (*visit->body)();
  }
  return nullptr;
}

}  // namespace

SystemError visit(const Handle& handle, const std::function<void()>& visit) {
  Visit state{handle.get(), &visit, {}};
  // The process's signal handlers expect its own namespace.
  sigset_t all;
  sigset_t before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pthread_t thread{};
  const int error = pthread_create(&thread, nullptr, enter, &state);
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  if (error != 0) return {error, "pthread_create"};
  pthread_join(thread, nullptr);
  return state.error;
}

}  // namespace sinfonia::name_space
