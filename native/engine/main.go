// Command sinfonia-engine is userspace WireGuard on a TUN device that somebody else opened.
//
// It is started by the tunnel, never by hand, with these file descriptors:
//
//	2  log lines go here, if it is a socket; nothing else is ever written anywhere
//	3  UAPI: a connected Unix stream socket, https://www.wireguard.com/xplatform/#configuration-protocol
//	4  TUN: opened with IFF_TUN | IFF_NO_PI | IFF_VNET_HDR, in whatever network namespace
//
// The UDP sockets are in the network namespace that the engine was started in. It lives as long as the other end of the UAPI
// socket is open and the TUN device exists; no signal but SIGKILL ends it.
package main

import (
	"fmt"
	"net"
	"os"

	"golang.zx2c4.com/wireguard/conn"
	"golang.zx2c4.com/wireguard/device"
	"golang.zx2c4.com/wireguard/tun"
)

const (
	uapiDescriptor = 3
	tunDescriptor  = 4
)

func main() {
	ignoreSignals()
	if err := run(); err != nil {
		log{}.line("error", err.Error())
		os.Exit(1)
	}
}

func run() error {
	settings, err := parseArguments(os.Args[1:])
	if err != nil {
		return err
	}
	if err := closeInherited(tunDescriptor); err != nil {
		return fmt.Errorf("closing inherited file descriptors: %w", err)
	}
	uapi, err := openUAPI()
	if err != nil {
		return fmt.Errorf("fd %d is not a connected socket: %w", uapiDescriptor, err)
	}
	native, _, err := tun.CreateUnmonitoredTUNFromFD(tunDescriptor)
	if err != nil {
		return fmt.Errorf("fd %d is not a TUN device: %w", tunDescriptor, err)
	}
	logger := log{verbose: settings.verbose}.logger()
	if err := confine(logger); err != nil {
		return err
	}
	return serve(uapi, passedDevice{native, settings.mtu}, logger)
}

// serve returns when the UAPI socket or the TUN device has come to its end. The process ends then: the kernel tidies up faster
// and more surely than we could.
func serve(uapi net.Conn, passed tun.Device, logger *device.Logger) error {
	wireguard := device.NewDevice(passed, conn.NewDefaultBind(), logger)
	if err := wireguard.Up(); err != nil { // an unmonitored TUN never announces that it is up
		return fmt.Errorf("opening UDP sockets: %w", err)
	}
	ended := make(chan struct{})
	go func() {
		wireguard.IpcHandle(uapi)
		close(ended)
	}()
	select {
	case <-ended:
		return nil
	case <-wireguard.Wait():
		return fmt.Errorf("the TUN device has gone")
	}
}

func openUAPI() (net.Conn, error) {
	file := os.NewFile(uapiDescriptor, "uapi")
	defer file.Close() // FileConn duplicates
	return net.FileConn(file)
}

// passedDevice knows its MTU. The library would ask by the interface's name, in the wrong network namespace.
type passedDevice struct {
	tun.Device
	mtu int
}

func (d passedDevice) MTU() (int, error) { return d.mtu, nil }
