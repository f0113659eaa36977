package main

import (
	"flag"
	"fmt"
	"io"
)

type settings struct {
	mtu     int
	verbose bool
}

func parseArguments(arguments []string) (settings, error) {
	var s settings
	flags := flag.NewFlagSet("sinfonia-engine", flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.IntVar(&s.mtu, "mtu", 1420, "of the TUN device")
	flags.BoolVar(&s.verbose, "verbose", false, "log more than errors")
	if err := flags.Parse(arguments); err != nil {
		return s, err
	}
	if flags.NArg() > 0 {
		return s, fmt.Errorf("unexpected argument %q", flags.Arg(0))
	}
	if s.mtu < 576 || s.mtu > 65535 {
		return s, fmt.Errorf("MTU %d is not within 576 to 65535", s.mtu)
	}
	return s, nil
}
