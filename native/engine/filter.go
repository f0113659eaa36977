package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// condition holds when an argument's low 32 bits, masked, equal want.
type condition struct {
	argument   int
	mask, want uint32
}

// rule allows a system call when all its conditions hold.
type rule struct {
	call       uintptr
	conditions []condition
}

// allowed is what the Go runtime and wireguard-go call once the descriptors are open; everything else fails with EPERM. No file
// can be opened, no program started, no connection made, no other process signalled. Often used ones first.
func allowed() []rule {
	rules := calls(
		unix.SYS_FUTEX, unix.SYS_READ, unix.SYS_WRITE, unix.SYS_EPOLL_PWAIT, unix.SYS_RECVMMSG, unix.SYS_SENDMMSG,
		unix.SYS_RECVMSG, unix.SYS_SENDMSG, unix.SYS_RECVFROM, unix.SYS_SENDTO, unix.SYS_WRITEV, unix.SYS_NANOSLEEP,
		unix.SYS_MADVISE, unix.SYS_MUNMAP, unix.SYS_MINCORE,
		unix.SYS_EPOLL_CTL, unix.SYS_EPOLL_CREATE1, unix.SYS_EVENTFD2, unix.SYS_PPOLL, unix.SYS_PIPE2,
		unix.SYS_CLOSE, unix.SYS_FCNTL, unix.SYS_PREAD64, // pread: the runtime rereads the cgroup's CPU limit
		unix.SYS_BIND, unix.SYS_GETSOCKNAME, unix.SYS_GETPEERNAME, unix.SYS_GETSOCKOPT, unix.SYS_SETSOCKOPT, unix.SYS_SHUTDOWN,
		unix.SYS_CLOCK_GETTIME, unix.SYS_GETRANDOM, unix.SYS_UNAME,
		unix.SYS_GETPID, unix.SYS_GETTID, unix.SYS_SCHED_YIELD, unix.SYS_SCHED_GETAFFINITY,
		unix.SYS_RT_SIGACTION, unix.SYS_RT_SIGPROCMASK, unix.SYS_RT_SIGRETURN, unix.SYS_SIGALTSTACK, unix.SYS_RESTART_SYSCALL,
		unix.SYS_EXIT, unix.SYS_EXIT_GROUP,
	)
	rules = append(rules, calls(architectureCalls...)...)
	return append(rules,
		rule{unix.SYS_MMAP, []condition{{2, unix.PROT_EXEC, 0}}},
		rule{unix.SYS_MPROTECT, []condition{{2, unix.PROT_EXEC, 0}}},
		rule{unix.SYS_CLONE, []condition{{0, unix.CLONE_THREAD, unix.CLONE_THREAD}}},
		rule{unix.SYS_TGKILL, []condition{equals(0, os.Getpid())}},
		rule{unix.SYS_PRCTL, []condition{equals(0, unix.PR_SET_VMA)}}, // the runtime names its memory
		rule{unix.SYS_SOCKET, []condition{equals(0, unix.AF_INET)}},
		rule{unix.SYS_SOCKET, []condition{equals(0, unix.AF_INET6)}},
		rule{unix.SYS_SOCKET, []condition{equals(0, unix.AF_NETLINK), equals(2, unix.NETLINK_ROUTE)}}, // to see routes change
	)
}

func calls(numbers ...uintptr) []rule {
	rules := make([]rule, 0, len(numbers))
	for _, number := range numbers {
		rules = append(rules, rule{call: number})
	}
	return rules
}

func equals(argument, value int) condition {
	return condition{argument, 0xffffffff, uint32(value)}
}

// Offsets in struct seccomp_data of <linux/seccomp.h>; both architectures are little-endian.
const (
	offsetNumber       = 0
	offsetArchitecture = 4
	offsetArguments    = 16
)

// filter compiles the rules to the classic BPF that seccomp(2) takes.
func filter() []unix.SockFilter {
	program := []unix.SockFilter{
		load(offsetArchitecture),
		{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: architecture, Jt: 1},
		end(unix.SECCOMP_RET_KILL_PROCESS),
	}
	for _, rule := range allowed() {
		program = append(program, compile(rule)...)
	}
	return append(program, end(unix.SECCOMP_RET_ERRNO|uint32(unix.EPERM)))
}

// compile makes a block that allows or falls through to the next rule.
func compile(r rule) []unix.SockFilter {
	remaining := uint8(1 + 3*len(r.conditions))
	block := []unix.SockFilter{load(offsetNumber), otherwiseSkip(uint32(r.call), remaining)}
	for _, c := range r.conditions {
		remaining -= 3
		block = append(block,
			load(offsetArguments+8*uint32(c.argument)),
			unix.SockFilter{Code: unix.BPF_ALU | unix.BPF_AND | unix.BPF_K, K: c.mask},
			otherwiseSkip(c.want, remaining))
	}
	return append(block, end(unix.SECCOMP_RET_ALLOW))
}

func load(offset uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: offset}
}

func otherwiseSkip(value uint32, instructions uint8) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_JMP | unix.BPF_JEQ | unix.BPF_K, K: value, Jf: instructions}
}

func end(verdict uint32) unix.SockFilter {
	return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: verdict}
}
