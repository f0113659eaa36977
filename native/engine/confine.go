package main

import (
	"errors"
	"fmt"
	"syscall"
	"unsafe"

	"golang.org/x/sys/unix"
	"golang.zx2c4.com/wireguard/device"
)

// confine gives up, in every thread, all that the engine does not need once its descriptors are open: capabilities (it has some
// when root started it), gaining any at an exec, and most system calls.
func confine(logger *device.Logger) error {
	if err := dropCapabilities(); err != nil {
		return fmt.Errorf("dropping capabilities: %w", err)
	}
	_, _, errno := syscall.AllThreadsSyscall6(unix.SYS_PRCTL, unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0, 0)
	if errno != 0 {
		return fmt.Errorf("setting no_new_privs: %w", errno)
	}
	err := installFilter(filter())
	if errors.Is(err, unix.ENOSYS) || errors.Is(err, unix.EINVAL) {
		logger.Errorf("this kernel has no seccomp: running without a system call filter")
		return nil
	}
	if err != nil {
		return fmt.Errorf("installing the system call filter: %w", err)
	}
	return nil
}

// dropCapabilities empties the permitted, effective and inheritable sets; the kernel empties the ambient set with them.
func dropCapabilities() error {
	header := unix.CapUserHeader{Version: unix.LINUX_CAPABILITY_VERSION_3}
	var none [2]unix.CapUserData
	_, _, errno := syscall.AllThreadsSyscall(unix.SYS_CAPSET,
		uintptr(unsafe.Pointer(&header)), uintptr(unsafe.Pointer(&none)), 0)
	if errno != 0 {
		return errno
	}
	return nil
}

// installFilter: see seccomp(2). Needs no_new_privs.
func installFilter(program []unix.SockFilter) error {
	prog := unix.SockFprog{Len: uint16(len(program)), Filter: &program[0]}
	refused, _, errno := unix.Syscall(unix.SYS_SECCOMP, unix.SECCOMP_SET_MODE_FILTER,
		unix.SECCOMP_FILTER_FLAG_TSYNC, uintptr(unsafe.Pointer(&prog)))
	if errno != 0 {
		return errno
	}
	if refused != 0 {
		return fmt.Errorf("thread %d cannot take it", refused)
	}
	return nil
}
