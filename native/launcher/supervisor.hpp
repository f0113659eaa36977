// Stands in for the application towards whoever started the command: takes its signals, stops when it stops,
// and ends as it ended.
#pragma once

#include <optional>

#include "launcher/control.hpp"
#include "launcher/engine_log.hpp"
#include "launcher/payload.hpp"
#include "launcher/signals.hpp"
#include "launcher/supervise_options.hpp"

namespace sinfonia::launcher {

class Supervisor {
 public:
  // `signals`: a descriptor that tells of this process's own.
  Supervisor(const SuperviseOptions& options, int signals);

  // Until the keeper has ended: from then on nothing is left in the namespaces, unless it was killed.
  void watch();
  // Lets the engine end, or ends it, and waits for it.
  void clear_away();
  // What the application ended with. Absent: the keeper was killed.
  [[nodiscard]] std::optional<int> status() const { return status_; }
  [[nodiscard]] bool engine_failed() const { return engine_failed_; }

 private:
  void read_signals();
  void take_signal(const signalfd_siginfo& received);
  void read_log();
  // False: end of file.
  bool read_control();
  void application_exited(int status);
  [[nodiscard]] End how_to_end() const;
  void application_stopped(int signal);
  [[nodiscard]] bool is_stopped() const;
  void continue_application() const;
  void send_signal(int signal);
  void send_end(End how);

  const SuperviseOptions& options_;
  const int signals_;
  Control control_;
  EngineLog log_;
  std::optional<int> status_;
  bool engine_failed_ = false;
};

}  // namespace sinfonia::launcher
