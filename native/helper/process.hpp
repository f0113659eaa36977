// The helper's own process: what it is, and what it lets itself do.
#pragma once

#include "helper/facts.hpp"
#include "helper/reason.hpp"

namespace sinfonia::helper {

// All but SIGKILL, SIGSTOP and the kernel's own: no SIGPIPE, SIGXFSZ or SIGTERM between two phases.
void block_signals();
ProcessFacts observe_process();
// Descriptors 0 to 3 stay.
Verdict close_other_descriptors();
// Not to be dumped or traced, no_new_privs, and the system call filter.
Verdict confine();
Verdict raise_net_admin();
// Every capability, and every descriptor but 0, 1 and 2. From here on it can do nothing that its caller
// can't.
void drop_everything();

}  // namespace sinfonia::helper
