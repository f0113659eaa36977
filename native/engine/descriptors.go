package main

import (
	"os"
	"strconv"

	"golang.org/x/sys/unix"
)

// closeInherited closes what a careless parent left open above last. close_range would take the Go runtime's own descriptors
// (epoll, cgroup limits) along; those are close-on-exec, which what came through exec never is.
func closeInherited(last int) error {
	directory, err := os.Open("/proc/self/fd")
	if err != nil {
		return err
	}
	defer directory.Close()
	names, err := directory.Readdirnames(-1)
	if err != nil {
		return err
	}
	for _, name := range names {
		descriptor, err := strconv.Atoi(name)
		if err != nil || descriptor <= last {
			continue
		}
		flags, err := unix.FcntlInt(uintptr(descriptor), unix.F_GETFD, 0)
		if err == nil && flags&unix.FD_CLOEXEC == 0 {
			unix.Close(descriptor)
		}
	}
	return nil
}
