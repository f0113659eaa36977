/** wg set: the arguments behind a peer. */
import { changing, commandLines, type Group } from './case.js'

const takenOfPeer = commandLines(`
  set wg0 peer $one
  set wg0 peer $four
  set wg0 peer $three
  set wg0 peer $none
  set wg0 peer $one remove
  set wg0 peer $one remove remove
  set wg0 peer $four remove
  set wg0 peer $one remove peer $two remove
  set wg0 peer $one remove endpoint 192.0.2.9:9 allowed-ips 10.9.0.0/16
  set wg0 peer $four endpoint 192.0.2.9:9 remove
  set wg0 peer $one remove peer $one endpoint 192.0.2.9:9
  set wg0 peer $one peer $one remove
  set wg0 peer $one peer $one
  set wg0 peer $four peer $one peer $two
  set wg0 peer $four endpoint 192.0.2.9:9 peer $one persistent-keepalive 7 peer $two allowed-ips ::/0
  set wg0 listen-port 5 peer $four preshared-key two endpoint name.test:9 persistent-keepalive 3 allowed-ips 10.9.0.0/16,fd09::/16
  set wg0 peer $one persistent-keepalive 0
  set wg0 peer $one persistent-keepalive off
  set wg0 peer $one persistent-keepalive OFF
  set wg0 peer $one persistent-keepalive 1
  set wg0 peer $one persistent-keepalive 65535
  set wg0 peer $one persistent-keepalive 0025
  set wg0 peer $one persistent-keepalive 5 persistent-keepalive off
  set wg0 peer $one endpoint 192.0.2.9:9
  set wg0 peer $one endpoint 192.0.2.9:009
  set wg0 peer $one endpoint 192.0.2.9:+9
  set wg0 peer $one endpoint 192.0.2.9:0
  set wg0 peer $one endpoint 192.0.2.9:65536
  set wg0 peer $one endpoint 192.0.2.9:ntp
  set wg0 peer $one endpoint 192.0.2.9:wgalias
  set wg0 peer $one endpoint [192.0.2.9]:9
  set wg0 peer $one endpoint [::1]:9
  set wg0 peer $one endpoint ::1:9
  set wg0 peer $one endpoint 2001:db8::9:9
  set wg0 peer $one endpoint [2001:DB8::9]:9
  set wg0 peer $one endpoint [::ffff:192.0.2.9]:9
  set wg0 peer $one endpoint [fe80::1%lo]:9
  set wg0 peer $one endpoint [fe80::1%1]:9
  set wg0 peer $one endpoint [fe80::1%wg0]:9
  set wg0 peer $one endpoint fe80::1%lo:9
  set wg0 peer $one endpoint [fe80::1]:9
  set wg0 peer $one endpoint [ff02::1%lo]:9
  set wg0 peer $one endpoint name.test:9
  set wg0 peer $one endpoint NAME.test:9
  set wg0 peer $one endpoint [name.test]:9
  set wg0 peer $one endpoint six.test:9
  set wg0 peer $one endpoint both.test:9
  set wg0 peer $one endpoint localhost:9
  set wg0 peer $one endpoint foo_bar:9
  set wg0 peer $one endpoint 5ive.test:9
  set wg0 peer $one endpoint -dash.test:9
  set wg0 peer $one endpoint deadbeef:9
  set wg0 peer $one endpoint 127.1:9
  set wg0 peer $one endpoint 0x7f.1:9
  set wg0 peer $one endpoint 0:9
  set wg0 peer $one endpoint 2130706433:9
  set wg0 peer $one endpoint 255.255.255.255:9
  set wg0 peer $one endpoint *:9
  set wg0 peer $one endpoint 192.0.2.9:*
  set wg0 peer $one endpoint '192.0.2.9: 9'
  set wg0 peer $one endpoint 192.0.2.9:9 endpoint 192.0.2.10:10
`)

const takenAllowedIps = commandLines(`
  set wg0 peer $one allowed-ips ''
  set wg0 peer $one allowed-ips ' '
  set wg0 peer $one allowed-ips 10.1.0.0/16
  set wg0 peer $one allowed-ips 10.1.2.3
  set wg0 peer $one allowed-ips fd00::1
  set wg0 peer $one allowed-ips 10.1.0.0/16,fd01::/16
  set wg0 peer $one allowed-ips '10.1.0.0/16, fd01::/16'
  set wg0 peer $one allowed-ips 10.1.2.3/16
  set wg0 peer $one allowed-ips fd01::1/16
  set wg0 peer $one allowed-ips 10.1.2.3/0
  set wg0 peer $one allowed-ips 0.0.0.0/0,::/0
  set wg0 peer $one allowed-ips 10.1.0.0/016
  set wg0 peer $one allowed-ips 192.168.0.0/16
  set wg0 peer $one allowed-ips 192.168.0.0/17
  set wg0 peer $one allowed-ips 10.1.0.0/16,10.1.0.0/16
  set wg0 peer $one allowed-ips 10.1.0.0/16 peer $two allowed-ips 10.1.0.0/16
  set wg0 peer $one allowed-ips 10.1.0.0/16 allowed-ips 10.2.0.0/16
  set wg0 peer $one allowed-ips 10.1.0.0/16 allowed-ips ''
  set wg0 peer $one allowed-ips '' allowed-ips 10.1.0.0/16
  set wg0 peer $one allowed-ips 10.1.0.0/16 peer $one allowed-ips 10.2.0.0/16
  set wg0 peer $four allowed-ips 10.0.0.0/8
  set wg0 peer $one allowed-ips FD00::ABCD/128
  set wg0 peer $one allowed-ips ::ffff:1.2.3.4/128
  set wg0 peer $one allowed-ips 64:ff9b::1.2.3.4/96
  set wg0 peer $one allowed-ips 10.0.0.0/9,10.128.0.0/9,10.0.0.0/10,10.0.0.1/32,0.0.0.0/1
`)

const refusedOfPeer = commandLines(`
  set wg0 peer $one endpoint
  set wg0 peer $one endpoint ''
  set wg0 peer $one endpoint 192.0.2.9
  set wg0 peer $one endpoint 192.0.2.9:
  set wg0 peer $one endpoint 192.0.2.9:-1
  set wg0 peer $one endpoint 192.0.2.9:9x
  set wg0 peer $one endpoint 192.0.2.9:nosuchservice
  set wg0 peer $one endpoint 192.0.2.9:http
  set wg0 peer $one endpoint 192.0.2.9.9:9
  set wg0 peer $one endpoint 256.1:9
  set wg0 peer $one endpoint :9
  set wg0 peer $one endpoint 9
  set wg0 peer $one endpoint [::1]
  set wg0 peer $one endpoint [::1]9
  set wg0 peer $one endpoint [::1]:
  set wg0 peer $one endpoint [::1:9
  set wg0 peer $one endpoint ::1]:9
  set wg0 peer $one endpoint []:9
  set wg0 peer $one endpoint [
  set wg0 peer $one endpoint [[::1]]:9
  set wg0 peer $one endpoint [::1]:9:9
  set wg0 peer $one endpoint [fe80::1%nosuchlink]:9
  set wg0 peer $one endpoint [fe80::1%]:9
  set wg0 peer $one endpoint nosuch.test:9
  set wg0 peer $one endpoint name.test
  set wg0 peer $one endpoint name.test:
  set wg0 peer $one endpoint ' 192.0.2.9:9'
  set wg0 peer $one endpoint '192.0.2.9 :9'
  set wg0 peer $one endpoint '192.0.2.9:9 '
  set wg0 peer $one endpoint 192.0.2.9:9,192.0.2.10:9
  set wg0 peer $one endpoint naïve.test:9
  set wg0 peer $one endpoint (none)
  set wg0 peer $one endpoint off
  set wg0 peer $one persistent-keepalive
  set wg0 peer $one persistent-keepalive ''
  set wg0 peer $one persistent-keepalive -1
  set wg0 peer $one persistent-keepalive +1
  set wg0 peer $one persistent-keepalive 65536
  set wg0 peer $one persistent-keepalive 99999999999999999999999
  set wg0 peer $one persistent-keepalive 0x10
  set wg0 peer $one persistent-keepalive 25s
  set wg0 peer $one persistent-keepalive ' 25'
  set wg0 peer $one persistent-keepalive '25 '
  set wg0 peer $one persistent-keepalive on
  set wg0 peer $one allowed-ips
  set wg0 peer $one allowed-ips 10.1.0.0/33
  set wg0 peer $one allowed-ips fd00::/129
  set wg0 peer $one allowed-ips 10.1.0.0/
  set wg0 peer $one allowed-ips 10.1.0.0/-1
  set wg0 peer $one allowed-ips 10.1.0.0/+8
  set wg0 peer $one allowed-ips 10.1.0.0/8/8
  set wg0 peer $one allowed-ips 10.1.0.0/8x
  set wg0 peer $one allowed-ips 10.1.0.0/255.255.0.0
  set wg0 peer $one allowed-ips 10.1/16
  set wg0 peer $one allowed-ips 10.1.0.0/16,
  set wg0 peer $one allowed-ips ,10.1.0.0/16
  set wg0 peer $one allowed-ips 10.1.0.0/16,,10.2.0.0/16
  set wg0 peer $one allowed-ips ,
  set wg0 peer $one allowed-ips 10.1.0.0/16;10.2.0.0/16
  set wg0 peer $one allowed-ips 10.1.0.0/16 10.2.0.0/16
  set wg0 peer $one allowed-ips '10.1.0.0/16 10.2.0.0/16'
  set wg0 peer $one allowed-ips +10.1.0.0/16
  set wg0 peer $one allowed-ips -10.1.0.0/16
  set wg0 peer $one allowed-ips [::1]/128
  set wg0 peer $one allowed-ips fe80::1%lo/64
  set wg0 peer $one allowed-ips name.test
  set wg0 peer $one allowed-ips 1::2::3/64
  set wg0 peer $one allowed-ips :/64
  set wg0 peer $one allowed-ips 010.0.0.0/8
  set wg0 peer $one allowed-ips any
  set wg0 peer $one allowed-ips (none)
  set wg0 peer $one allowed-ips /8
  set wg0 peer $one allowed-ips 256.0.0.1
  set wg0 peer $one allowed-ips 10.1.0.0/99999999999999999999
  set wg0 peer $one allowed-ips 10.1.0.0/16 peer $two allowed-ips nonsense
  set wg0 peer $one remove peer $two endpoint nonsense
`)

export const peerGroups: readonly Group[] = [
  { ...changing, title: 'set of peers that wg takes', expected: 'taken', cases: takenOfPeer },
  { ...changing, title: 'set of allowed addresses that wg takes', expected: 'taken', cases: takenAllowedIps },
  { ...changing, title: 'set of peers that wg refuses', expected: 'refused', cases: refusedOfPeer },
]
