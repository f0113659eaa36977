#include "launcher/keeper.hpp"

#include <poll.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <csignal>

#include "launcher/descendants.hpp"
#include "launcher/descriptor_socket.hpp"
#include "launcher/failed_frame.hpp"
#include "launcher/inner_socket.hpp"
#include "launcher/last_words.hpp"

namespace sinfonia::launcher {
namespace {

void drain(int signals) {
  signalfd_siginfo information;
  while (read(signals, &information, sizeof information) > 0) {
  }
}

}  // namespace

Keeper::Keeper(Household household) : household_(household) { control_.open(kControlSocket); }

void Keeper::run(int signals) {
  bool is_over = false;
  while (!is_over) {
    pollfd sources[]{{kControlSocket, POLLIN, 0}, {signals, POLLIN, 0}, {resolver_.changes(), POLLIN, 0}};
    if (poll(sources, 3, -1) < 0) continue;
    if (sources[2].revents != 0) resolver_.renew();
    if (sources[1].revents != 0) {
      drain(signals);
      is_over = !reap() && draining_;
    }
    if (sources[0].revents == 0) continue;
    if (!control_.receive()) is_over = true;
    for (Frame frame; !is_over && control_.next(frame);) is_over = handle(frame) == Next::end;
    is_over = is_over || control_.broken();
  }
  kill_descendants([this](pid_t pid, int status) { ended(pid, status); });
  if (finishing_) await_last_words(kControlSocket);
}

Keeper::Next Keeper::handle(const Frame& frame) {
  const PayloadReader payload(frame.payload);
  switch (static_cast<Request>(frame.kind)) {
    case Request::resolver:
      answer(Request::resolver, resolver_.set(frame.payload));
      return Next::go_on;
    case Request::run:
      return run_application(payload);
    case Request::kill:
      send_signal(payload);
      return Next::go_on;
    case Request::socket:
      open_socket(payload);
      return Next::go_on;
    case Request::end:
      return end(payload);
  }
  return Next::end;
}

// With its descriptors lost in a malformed frame, the two sockets can't be brought in step again.
Keeper::Next Keeper::run_application(PayloadReader payload) {
  Launch launch;
  std::array<system::UniqueFd, system::kMaxDescriptors> received;
  if (!read_launch(payload, launch)) return Next::end;
  const auto descriptors = std::span(received).first(launch.descriptors);
  const Failure lost = receive_descriptors(descriptors);
  if (lost.error == EBADMSG) return Next::end;
  pid_t pid = 0;
  const Failure failure =
      lost ? Failure{lost.error, lost.step, launch.program} : start(launch, descriptors, pid);
  if (failure) {
    answer(Request::run, failure);
  } else {
    tell(FrameWriter(Answer::started).number(launch.application).number(pid));
  }
  return Next::go_on;
}

Failure Keeper::start(const Launch& launch, std::span<system::UniqueFd> descriptors, pid_t& pid) {
  if (applications_.full()) return {EAGAIN, "applications"};
  const Failure failure = start_application(launch, household_, descriptors, pid);
  if (!failure) applications_.add(launch.application, pid);
  return failure;
}

void Keeper::open_socket(PayloadReader payload) {
  system::UniqueFd socket;
  Failure failure = open_inner_socket(payload, socket);
  const int descriptor = socket.get();
  if (!failure) failure = send_descriptors(std::span(&descriptor, 1));
  answer(Request::socket, failure);
}

void Keeper::send_signal(PayloadReader payload) {
  const auto* const entry = applications_.find_number(payload.number<std::uint32_t>());
  const auto number = payload.number<int>();
  if (entry == nullptr || !payload.complete()) return;
  kill(entry->pid, number);
}

Keeper::Next Keeper::end(PayloadReader payload) {
  const End how = payload.number<End>();
  finishing_ = how != End::kill;
  if (how != End::wait) return Next::end;
  draining_ = true;
  return reap() ? Next::go_on : Next::end;
}

bool Keeper::reap() {
  for (;;) {
    int status = 0;
    const pid_t pid = waitpid(-1, &status, WNOHANG | WUNTRACED);
    if (pid == 0) return true;
    if (pid < 0) return false;
    if (WIFSTOPPED(status)) {
      stopped(pid, status);
    } else {
      ended(pid, status);
    }
  }
}

void Keeper::ended(pid_t pid, int status) {
  Applications::Entry* const entry = applications_.find_pid(pid);
  if (entry == nullptr) return;
  tell(FrameWriter(Answer::exited).number(entry->number).number(status));
  *entry = {};
}

void Keeper::stopped(pid_t pid, int status) {
  const Applications::Entry* const entry = applications_.find_pid(pid);
  if (entry == nullptr) return;
  tell(FrameWriter(Answer::stopped).number(entry->number).number(WSTOPSIG(status)));
}

void Keeper::answer(Request request, const Failure& failure) {
  if (failure) {
    tell_failure(static_cast<std::uint32_t>(request), failure);
  } else {
    tell(FrameWriter(Answer::done));
  }
}

void Keeper::tell_failure(std::uint32_t request, const Failure& failure) {
  tell(failed_frame(request, failure));
}

}  // namespace sinfonia::launcher
