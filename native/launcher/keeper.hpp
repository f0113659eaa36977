// Owns the namespaces, answers the command's requests, and sees to it that nobody is left when it ends.
#pragma once

#include "launcher/application.hpp"
#include "launcher/applications.hpp"
#include "launcher/control.hpp"
#include "launcher/payload.hpp"
#include "launcher/resolver.hpp"

namespace sinfonia::launcher {

class Keeper {
 public:
  // The command's end is the peer of kControlSocket.
  explicit Keeper(Household household);
  // Until the command says END or is gone. Then no descendant is left.
  void run(int signals);
  void tell(FrameWriter frame) { control_.send(frame.frame()); }
  void tell_failure(std::uint32_t request, const Failure& failure);

 private:
  // What is to be done after a frame.
  enum class Next { go_on, end };

  Next handle(const Frame& frame);
  Next run_application(PayloadReader payload);
  Failure start(const Launch& launch, std::span<system::UniqueFd> descriptors, pid_t& pid);
  void open_socket(PayloadReader payload);
  void send_signal(PayloadReader payload);
  Next end(PayloadReader payload);
  // False: no child is left.
  bool reap();
  void ended(pid_t pid, int status);
  void stopped(pid_t pid, int status);
  void answer(Request request, const Failure& failure);

  const Household household_;
  Applications applications_;
  Resolver resolver_;
  bool draining_ = false;
  bool finishing_ = false;
  Control control_;
};

}  // namespace sinfonia::launcher
