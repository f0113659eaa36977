package main

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"runtime"
	"testing"

	"golang.org/x/sys/unix"
	"golang.zx2c4.com/wireguard/device"
)

// A filter can't be taken off again, so what it does is found out by a child: this program, started anew.
const confinedChild = "SINFONIA_CONFINED_CHILD"

func TestMain(m *testing.M) {
	if os.Getenv(confinedChild) == "" {
		os.Exit(m.Run())
	}
	attemptAll()
}

func TestConfinement(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), confinedChild+"=1")
	output, err := child.Output()
	if err != nil {
		t.Fatalf("the child ended with %v: %s", err, output)
	}
	lines := bufio.NewScanner(bytes.NewReader(output))
	count := 0
	for ; lines.Scan(); count++ {
		if lines.Text() != "" {
			t.Error(lines.Text())
		}
	}
	if count != len(refused)+len(permitted) {
		t.Errorf("%d of %d attempts were made", count, len(refused)+len(permitted))
	}
}

type attempt struct {
	what string
	try  func() error
}

func call(number uintptr, arguments ...uintptr) func() error {
	all := make([]uintptr, 6)
	copy(all, arguments)
	return func() error {
		_, _, errno := unix.Syscall6(number, all[0], all[1], all[2], all[3], all[4], all[5])
		if errno != 0 {
			return errno
		}
		return nil
	}
}

var refused = []attempt{
	{"open a file", func() error { _, err := os.Open("/etc/passwd"); return err }},
	{"look at a file", func() error { _, err := os.Stat("/etc/passwd"); return err }},
	{"remove a file", func() error { return os.Remove("/nonexistent") }},
	{"change the directory", func() error { return os.Chdir("/") }},
	{"start a program", func() error { return unix.Exec("/bin/true", []string{"true"}, nil) }},
	{"fork", call(unix.SYS_CLONE, uintptr(unix.SIGCHLD))},
	{"fork by clone3", call(unix.SYS_CLONE3)},
	{"signal another process", func() error { return unix.Kill(os.Getppid(), 0) }},
	{"trace another process", call(unix.SYS_PTRACE, unix.PTRACE_ATTACH, uintptr(os.Getppid()))},
	{"reach for another process", call(unix.SYS_PIDFD_OPEN, uintptr(os.Getppid()))},
	{"mount", func() error { return unix.Mount("none", "/", "tmpfs", 0, "") }},
	{"make a namespace", func() error { return unix.Unshare(unix.CLONE_NEWUSER) }},
	{"make an io_uring", call(unix.SYS_IO_URING_SETUP)},
	{"make a file in memory", call(unix.SYS_MEMFD_CREATE)},
	{"load eBPF", call(unix.SYS_BPF)},
	{"use the TUN's ioctls", call(unix.SYS_IOCTL, 0, unix.TUNGETIFF)},
	{"use the key ring", call(unix.SYS_KEYCTL)},
	{"map code", call(unix.SYS_MMAP, 0, 4096, unix.PROT_READ|unix.PROT_EXEC, unix.MAP_PRIVATE|unix.MAP_ANON)},
	{"turn data into code", call(unix.SYS_MPROTECT, 0, 0, unix.PROT_EXEC)},
	{"open a Unix socket", socket(unix.AF_UNIX, unix.SOCK_STREAM, 0)},
	{"open a packet socket", socket(unix.AF_PACKET, unix.SOCK_RAW, 0)},
	{"open a vsock socket", socket(unix.AF_VSOCK, unix.SOCK_STREAM, 0)},
	{"open a netlink socket but route's", socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_GENERIC)},
	{"connect", func() error { return unix.Connect(0, &unix.SockaddrInet4{}) }},
	{"listen", func() error { return unix.Listen(0, 1) }},
}

var permitted = []attempt{
	{"open UDP sockets", func() error {
		four, err := net.ListenPacket("udp4", "127.0.0.1:0")
		if err != nil {
			return err
		}
		return four.Close()
	}},
	{"open an IPv6 socket", socket(unix.AF_INET6, unix.SOCK_DGRAM, 0)},
	{"watch routes", socket(unix.AF_NETLINK, unix.SOCK_RAW, unix.NETLINK_ROUTE)},
	{"start threads", func() error {
		const threads = 20
		started, release := make(chan bool), make(chan bool)
		for range threads {
			go func() {
				runtime.LockOSThread() // and never unlock: the thread ends with the goroutine
				started <- true
				<-release
			}()
		}
		for range threads {
			<-started
		}
		close(release)
		return nil
	}},
	{"collect garbage", func() error { runtime.GC(); return nil }},
}

func socket(family, kind, protocol int) func() error {
	return func() error {
		descriptor, err := unix.Socket(family, kind|unix.SOCK_CLOEXEC, protocol)
		if err == nil {
			unix.Close(descriptor)
		}
		return err
	}
}

// attemptAll prints a line an attempt: empty when it came out as it must.
func attemptAll() {
	logger := &device.Logger{Verbosef: device.DiscardLogf, Errorf: func(text string, _ ...any) { fmt.Println(text) }}
	if err := confine(logger); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	for _, a := range refused {
		err := a.try()
		report(errors.Is(err, unix.EPERM), a.what, err)
	}
	for _, a := range permitted {
		err := a.try()
		report(err == nil, a.what, err)
	}
	os.Exit(0)
}

func report(expected bool, what string, err error) {
	if expected {
		fmt.Println()
	} else {
		fmt.Printf("%s: %v\n", what, err)
	}
}
