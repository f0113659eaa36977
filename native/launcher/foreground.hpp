// Whose turn it is on the terminal (tcgetpgrp(3)).
#pragma once

#include <sys/types.h>

namespace sinfonia::launcher {

// Makes the application's process group, where it has one of its own, the foreground one in the place of the
// command's, which is the one that the shell outside knows. False: it was not the command's turn.
bool hand_terminal_on(pid_t application);

}  // namespace sinfonia::launcher
