/** Files that the cases find in their directory. */
import { expand, keys } from './case.js'

/** The only names there are. */
export const hosts = `127.0.0.1 localhost
192.0.2.7 name.test foo_bar x-y.test 5ive.test deadbeef -dash.test
2001:db8::7 six.test
192.0.2.8 both.test
2001:db8::8 both.test
`
export const services = `ntp 123/udp
domain 53/tcp
domain 53/udp
http 80/tcp
wireguard 51820/udp wgalias
`

const state = expand(`[Interface]
PrivateKey = $three
ListenPort = 51820
FwMark = 0x1f
[Peer]
PublicKey = $one
PresharedKey = $four
Endpoint = 192.0.2.1:5
AllowedIPs = 10.0.0.0/8, fd00::/8
PersistentKeepalive = 25
[Peer]
PublicKey = $two
Endpoint = [2001:db8::1]:65535
AllowedIPs = 192.168.0.0/16
`)

/** By number of the peer. */
function numbered(number: number): string {
  const key = Buffer.alloc(32, number).toString('base64')
  const ips = Array.from({ length: number % 5 }, (_, index) => `10.${number}.${index}.0/${24 + index}`)
  const allowed = ips.length > 0 ? `AllowedIPs = ${ips.join(',')}, fd00:${number}::/64\n` : ''
  const endpoint = number % 3 === 0 ? `Endpoint = [2001:db8::${number}]:${number}\n` : ''
  const keepalive = number % 4 === 0 ? `PersistentKeepalive = ${number * 300}\n` : ''
  return `[Peer]\nPublicKey = ${key}\n${allowed}${endpoint}${keepalive}`
}
export const many = `[Interface]\nPrivateKey = ${keys['one']}\n${Array.from({ length: 60 }, (_, index) => numbered(index + 1)).join('')}`

const one = keys['one'] ?? ''
export const files: Readonly<Record<string, string | Uint8Array>> = {
  state,
  many,
  ...Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, `${key}\n`])),
  'no-newline': one,
  'two-newlines': `${one}\n\n`,
  crlf: `${one}\r\n`,
  'spaces-before': `  \t${one}\n`,
  'spaces-after': `${one} \n`,
  'spaces-inside': `${one.slice(0, 20)} ${one.slice(20)}\n`,
  'newline-before': `\n${one}\n`,
  'newline-inside': `${one.slice(0, 20)}\n${one.slice(20)}\n`,
  'two-keys': `${one}\n${keys['two']}\n`,
  'one-byte': 'x',
  'only-newline': '\n',
  'only-spaces': '   ',
  empty: '',
  short: one.slice(1),
  long: `${one}x`,
  'long-white': `${one}${' '.repeat(200)}\n`,
  'very-long': 'A'.repeat(100_000),
  'not-base64': `${'!'.repeat(43)}=`,
  'url-base64': `${'_'.repeat(42)}8=`,
  'no-padding': `${one.slice(0, -1)}A`,
  'spare-bits': `${'A'.repeat(42)}B=`,
  hexadecimal: `${'0'.repeat(64)}\n`,
  'nul-first': '\0',
  'nul-behind': `${one}\0`,
  'nul-inside': `${one.slice(0, 20)}\0${one.slice(21)}`,
  'comment-behind': `${one} # mine\n`,
  'quick.conf': `[Interface]
PrivateKey = ${keys['three']}
ListenPort = 51821 # open
Address = 10.7.0.1/24, fd07::1/64
MTU = 1400
PostUp = true
[Peer]
PublicKey = ${one}
AllowedIPs = 10.7.0.2/32, 10.8.0.0/16
Endpoint = 192.0.2.1:5
`,
  binary: Uint8Array.from({ length: 32 }, (_, index) => 255 - index),
}
