#include "launcher/supervisor.hpp"

#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "launcher/descendants.hpp"
#include "launcher/foreground.hpp"
#include "launcher/message.hpp"
#include "launcher/process_state.hpp"

namespace sinfonia::launcher {
namespace {

// Seconds that an application has to end by itself when its tunnel is gone.
constexpr unsigned kGrace = 5;
// Milliseconds of silence after which an engine is taken to hang.
constexpr int kEnginePatience = 2000;

}  // namespace

Supervisor::Supervisor(const SuperviseOptions& options, int signals)
    : options_(options), signals_(signals), log_(options.log, options.debug) {
  control_.open(options.control);
}

void Supervisor::watch() {
  if (options_.status) {
    application_exited(*options_.status);
  } else {
    // It may have stopped before this process was there to be told.
    application_stopped(SIGSTOP);
  }
  for (;;) {
    pollfd sources[]{{control_.socket(), POLLIN, 0}, {signals_, POLLIN, 0}, {log_.descriptor(), POLLIN, 0}};
    if (poll(sources, 3, -1) < 0) continue;
    if (sources[1].revents != 0) read_signals();
    // Before the log: when both end, it was the application that ended.
    if (sources[0].revents != 0 && !read_control()) return;
    if (sources[2].revents != 0) read_log();
  }
}

void Supervisor::read_signals() {
  signalfd_siginfo received;
  while (read(signals_, &received, sizeof received) == static_cast<ssize_t>(sizeof received))
    take_signal(received);
}

void Supervisor::take_signal(const signalfd_siginfo& received) {
  const int number = static_cast<int>(received.ssi_signo);
  const bool is_timer = engine_failed_ && number == SIGALRM && received.ssi_code == SI_KERNEL;
  if (is_timer) return send_end(End::kill);
  if (status_) {
    const bool ends = number == SIGINT || number == SIGTERM || number == SIGHUP || number == SIGQUIT;
    if (ends) send_end(End::kill);
  } else if (number == SIGCONT) {
    // Whoever let it go on has given the terminal to the process group that he knows. First of all: without
    // it the application would stop again. What goes on with the process group does so without us.
    hand_terminal_on(options_.pid);
    if (is_stopped()) continue_application();
  } else if (comes_from_terminal(received)) {
    // It reached the process group of the command, and the application in it.
    if (const pid_t group = getpgid(options_.pid); group > 0 && group != getpgrp()) kill(-group, number);
  } else if (concerns_application(received, options_.pid)) {
    send_signal(number);
  }
}

void Supervisor::read_log() {
  if (log_.receive() || status_) return;
  engine_failed_ = true;
  print_message("the WireGuard engine ended, and the tunnel with it");
  if (!log_.last_line().empty()) print_message(log_.last_line());
  send_signal(SIGTERM);
  continue_application();
  alarm(kGrace);
}

bool Supervisor::read_control() {
  if (!control_.receive()) return false;
  for (Frame frame; control_.next(frame);) {
    PayloadReader payload(frame.payload);
    const auto kind = static_cast<Answer>(frame.kind);
    if (payload.number<std::uint32_t>() != options_.application) continue;
    const int value = payload.number<int>();
    if (!payload.valid()) return false;
    if (kind == Answer::exited) application_exited(value);
    if (kind == Answer::stopped) application_stopped(value);
  }
  return !control_.broken();
}

void Supervisor::application_exited(int status) {
  status_ = status;
  send_end(how_to_end());
}

// What a program that a signal ended, or whose tunnel is gone, had to say is not waited for.
End Supervisor::how_to_end() const {
  if (engine_failed_) return End::kill;
  if (options_.wait) return End::wait;
  return WIFEXITED(*status_) ? End::finish : End::kill;
}

void Supervisor::application_stopped(int signal) {
  // It may go on by now: then the one who let it go on has met us running.
  if (!is_stopped()) return;
  // Where no shell could let it go on, the kernel discards the terminal's stop signal. It does not here, for
  // the keeper, the application's parent in another process group of the session, is taken for such a shell.
  if (signal == SIGTSTP && getsid(getppid()) != getsid(0)) return continue_application();
  // It left the command's process group, whose turn it is, and would have taken its turn along by itself.
  const bool wants_terminal = signal == SIGTTIN || signal == SIGTTOU;
  if (wants_terminal && hand_terminal_on(options_.pid)) return continue_application();
  stop_by(signal);
  // The SIGCONT first: another stop would discard it, and what is told of this one by now is over.
  read_signals();
}

bool Supervisor::is_stopped() const { return process_state(options_.pid).state == 'T'; }

// By itself, not by the keeper: once this returns, the application runs. A shell with job control stopped its
// whole process group, so the whole of it has to go on.
void Supervisor::continue_application() const {
  const bool leads_group = getpgid(options_.pid) == options_.pid;
  kill(leads_group ? -options_.pid : options_.pid, SIGCONT);
}

void Supervisor::send_signal(int signal) {
  control_.send(FrameWriter(Request::kill).number(options_.application).number(signal).frame());
}

void Supervisor::send_end(End how) { control_.send(FrameWriter(Request::end).number(how).frame()); }

void Supervisor::clear_away() {
  // What else is held is given free by this process's end: a locked file is another launch's only then.
  if (options_.engine >= 0) close(options_.engine);
  pollfd source{log_.descriptor(), POLLIN, 0};
  while (log_.descriptor() >= 0 && poll(&source, 1, kEnginePatience) > 0 && log_.receive()) {
  }
  kill_descendants([](pid_t, int) {});
}

}  // namespace sinfonia::launcher
