package main

import (
	"fmt"
	"strings"
	"sync/atomic"

	"golang.org/x/sys/unix"
	"golang.zx2c4.com/wireguard/device"
)

const (
	logDescriptor = 2
	longestLine   = 1024
)

// log writes lines `level: text` to the socket on fd 2. Where nobody reads it the lines are dropped, so that the data path never
// waits; where it is no socket (a terminal, a file) nothing is written at all.
type log struct {
	verbose bool
}

var dropped atomic.Int64

func (l log) logger() *device.Logger {
	logger := &device.Logger{Verbosef: device.DiscardLogf, Errorf: l.printer("error")}
	if l.verbose {
		logger.Verbosef = l.printer("debug")
	}
	return logger
}

func (l log) printer(level string) func(string, ...any) {
	return func(format string, values ...any) { l.line(level, fmt.Sprintf(format, values...)) }
}

func (l log) line(level, text string) {
	line := level + ": " + strings.ReplaceAll(text, "\n", " ")
	if len(line) >= longestLine {
		line = line[:longestLine-1]
	}
	missed := dropped.Swap(0)
	if missed > 0 {
		line = fmt.Sprintf("error: %d log lines were dropped, nobody read them\n%s", missed, line)
	}
	// One short message to a Unix socket arrives whole or not at all.
	err := unix.Sendmsg(logDescriptor, []byte(line+"\n"), nil, nil, unix.MSG_DONTWAIT|unix.MSG_NOSIGNAL)
	if err != nil {
		dropped.Add(missed + 1)
	}
}
