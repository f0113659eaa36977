package main

import (
	"os/signal"

	"golang.org/x/sys/unix"
)

// ignoreSignals makes the engine outlive Ctrl-C, a hang-up or a shutdown's SIGTERM for as long as the application does: whoever
// holds the UAPI socket decides. SIGQUIT would print a stack trace besides.
func ignoreSignals() {
	signal.Ignore(unix.SIGINT, unix.SIGQUIT, unix.SIGHUP, unix.SIGTERM, unix.SIGTSTP, unix.SIGTTIN, unix.SIGTTOU,
		unix.SIGPIPE, unix.SIGALRM, unix.SIGUSR1, unix.SIGUSR2)
}
