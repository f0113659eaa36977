/** wg set: every argument in right and wrong forms. */
import { changing, commandLines, type Group } from './case.js'

const takenOfLink = commandLines(String.raw`
  set wg0 listen-port 0
  set wg0 listen-port 1
  set wg0 listen-port 65535
  set wg0 listen-port 0051821
  set wg0 listen-port +51821
  set wg0 listen-port ntp
  set wg0 listen-port wireguard
  set wg0 listen-port wgalias
  set wg0 listen-port domain
  set wg0 listen-port 65536
  set wg0 listen-port 70000
  set wg0 listen-port 4294967297
  set wg0 listen-port ' 7'
  set wg0 listen-port '\t7'
  set wg0 listen-port 5 listen-port 6
  set wg0 fwmark 0
  set wg0 fwmark off
  set wg0 fwmark OFF
  set wg0 fwmark oFf
  set wg0 fwmark 0x10
  set wg0 fwmark 0xFFffFFff
  set wg0 fwmark 4294967295
  set wg0 fwmark 010
  set wg0 fwmark 0x0000000000000001
  set wg0 fwmark 5 fwmark off
  set wg0 listen-port 5 fwmark 6 private-key two
  set wg0 private-key one private-key empty listen-port 0 fwmark 0
`)

const refusedOfLink = commandLines(`
  set
  set wg0
  set foo
  set lo
  set other
  set foo listen-port 5
  set lo listen-port 5
  set other peer $one
  set a-name-of-sixteen listen-port 5
  set a-name-of-far-more-than-fifteen-characters fwmark 5
  set '' listen-port 5
  set all listen-port 5
  set --help
  set wg0 --help
  set help
  set wg0 listen-port
  set wg0 listen-port ''
  set wg0 listen-port -1
  set wg0 listen-port 0x10
  set wg0 listen-port off
  set wg0 listen-port '7 '
  set wg0 listen-port 5x
  set wg0 listen-port 1e3
  set wg0 listen-port 1.5
  set wg0 listen-port ٣
  set wg0 listen-port http
  set wg0 listen-port NTP
  set wg0 listen-port nosuchservice
  set wg0 listen-port 99999999999999999999
  set wg0 LISTEN-PORT 5
  set wg0 listenport 5
  set wg0 listen_port 5
  set wg0 listen-port=5
  set wg0 --listen-port 5
  set wg0 listen-port 5 listen-port
  set wg0 listen-port 5 6
  set wg0 fwmark
  set wg0 fwmark ''
  set wg0 fwmark -1
  set wg0 fwmark 0x
  set wg0 fwmark 0X10
  set wg0 fwmark 0xg
  set wg0 fwmark +1
  set wg0 fwmark ' 1'
  set wg0 fwmark '1 '
  set wg0 fwmark 4294967296
  set wg0 fwmark 0x100000000
  set wg0 fwmark 99999999999999999999999
  set wg0 fwmark on
  set wg0 fwmark 1.5
  set wg0 FwMark 5
  set wg0 foo
  set wg0 foo bar
  set wg0 ''
  set wg0 endpoint 192.0.2.1:5
  set wg0 allowed-ips 10.0.0.0/8
  set wg0 preshared-key one
  set wg0 persistent-keepalive 5
  set wg0 remove
  set wg0 listen-port 5 foo
  set wg0 dump
`)

const takenKeys = commandLines(`
  set wg0 private-key two
  set wg0 private-key ./two
  set wg0 private-key no-newline
  set wg0 private-key two-newlines
  set wg0 private-key crlf
  set wg0 private-key spaces-after
  set wg0 private-key long-white
  set wg0 private-key empty
  set wg0 private-key /dev/null
  set wg0 private-key none
  set wg0 peer $one preshared-key two
  set wg0 peer $one preshared-key empty
  set wg0 peer $one preshared-key /dev/null
  set wg0 peer $one preshared-key none
  set wg0 peer $one preshared-key crlf
  set wg0 peer $two preshared-key no-newline
  set wg0 peer $four preshared-key spaces-after
  set wg0 peer $one preshared-key two preshared-key empty
`)

const refusedKeys = commandLines(String.raw`
  set wg0 private-key
  set wg0 private-key ''
  set wg0 private-key nosuchfile
  set wg0 private-key /nosuchfolder/one
  set wg0 private-key one/
  set wg0 private-key .
  set wg0 private-key $one
  set wg0 private-key newline-before
  set wg0 private-key newline-inside
  set wg0 private-key spaces-before
  set wg0 private-key spaces-inside
  set wg0 private-key two-keys
  set wg0 private-key one-byte
  set wg0 private-key only-newline
  set wg0 private-key only-spaces
  set wg0 private-key short
  set wg0 private-key long
  set wg0 private-key very-long
  set wg0 private-key not-base64
  set wg0 private-key url-base64
  set wg0 private-key no-padding
  set wg0 private-key spare-bits
  set wg0 private-key hexadecimal
  set wg0 private-key nul-first
  set wg0 private-key nul-behind
  set wg0 private-key nul-inside
  set wg0 private-key comment-behind
  set wg0 private-key binary
  set wg0 private-key /proc/self/mem
  set wg0 private-key one private-key nosuchfile
  set wg0 peer $one preshared-key
  set wg0 peer $one preshared-key nosuchfile
  set wg0 peer $one preshared-key ''
  set wg0 peer $one preshared-key $two
  set wg0 peer $one preshared-key short
  set wg0 peer $one preshared-key one-byte
  set wg0 peer $one preshared-key only-newline
  set wg0 peer $one preshared-key nul-behind
  set wg0 peer $one preshared-key off
  set wg0 peer
  set wg0 peer ''
  set wg0 peer foo
  set wg0 peer one
  set wg0 peer $one=
  set wg0 peer ' $one'
  set wg0 peer '$one '
  set wg0 peer '$one\n'
  set wg0 peer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB=
  set wg0 peer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
  set wg0 peer ______________________________________8=
  set wg0 PEER $one
  set wg0 Peer $one
  set wg0 peer $one foo
  set wg0 peer $one foo bar
  set wg0 peer $one listen-port 5
  set wg0 peer $one private-key one
  set wg0 peer $one fwmark 5
  set wg0 peer $one $two
  set wg0 peer $one peer
  set wg0 peer $one Remove
  set wg0 peer $one remove endpoint
`)

export const setGroups: readonly Group[] = [
  {
    ...changing,
    title: 'set of ports and marks that wg takes',
    expected: 'taken',
    cases: takenOfLink,
  },
  {
    ...changing,
    title: 'set of links, ports and marks that wg refuses',
    expected: 'refused',
    cases: refusedOfLink,
  },
  { ...changing, title: 'set of keys that wg takes', expected: 'taken', cases: takenKeys },
  { ...changing, title: 'set of keys and peers that wg refuses', expected: 'refused', cases: refusedKeys },
]
