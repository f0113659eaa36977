/** What moves: handshakes and bytes, of real traffic and of programs in user space that tell any number. */
import { commandLines, type Group, withEnvironment } from './case.js'
import { fields } from './show-cases.js'

const everyField = (link: string) => fields.map((field) => `show ${link} ${field}`)

/**
 * Two links with their sockets in one namespace, of which one lives in another, which goes with the shell. Nobody there has the
 * address that is sent to.
 */
const traffic = `
  unshare --net tail --pid=$PPID -f /dev/null >/dev/null 2>&1 </dev/null & other=$!
  until [ "$(readlink /proc/$other/ns/net)" != "$(readlink /proc/self/ns/net)" ]; do :; done
  ip link add near type wireguard && ip link add far type wireguard &&
  wg set near private-key one listen-port 1001 peer "$(wg pubkey <two)" endpoint 127.0.0.1:1002 allowed-ips 10.9.0.0/24 &&
  wg set far private-key two listen-port 1002 peer "$(wg pubkey <one)" endpoint 127.0.0.1:1001 allowed-ips 10.9.0.1/32 &&
  ip link set far netns $other && ip address add 10.9.0.1/24 dev near && ip link set near up &&
  nsenter --target $other --net sh -c 'ip address add 10.9.0.2/24 dev far && ip link set far up' &&
  head -c 100 /dev/zero >/dev/udp/10.9.0.3/9 &&
  until [ "$(wg show near latest-handshakes | cut -f 2)" != 0 ]; do sleep 0.02; done &&
  head -c 3000000 /dev/zero >/dev/udp/10.9.0.3/9`

/** Bytes at the edges of each unit. */
const bytes = [
  ...[0n, 1n, 1023n, 1024n, 1025n, 1048575n, 1048576n, 1073741823n, 1073741824n, 5368709120n],
  ...[1099511627775n, 1099511627776n, 1125899906842624n, 2n ** 60n, 2n ** 64n - 1n],
]
/** Seconds ago. */
const ages = [0, 1, 59, 60, 61, 3599, 3600, 3661, 86_399, 86_400, 90_061, 31_536_000, 40_000_000, -1000]

function hexadecimal(byte: number): string {
  return Buffer.alloc(32, byte).toString('hex')
}

function busy(): string {
  const now = Math.floor(Date.now() / 1000)
  const peers = bytes.map((count, index) => {
    const age = ages[index]
    const handshake = age === undefined ? 0 : now - age
    return `public_key=${hexadecimal(index + 1)}
preshared_key=${hexadecimal(index % 2)}
endpoint=${index % 3 === 0 ? '192.0.2.1:5' : '[2001:db8::1]:65535'}
last_handshake_time_sec=${handshake}
last_handshake_time_nsec=${handshake === 0 ? 0 : 5}
rx_bytes=${count}
tx_bytes=${bytes.at(-1 - index)}
persistent_keepalive_interval=${[0, 1, 25, 60, 61, 3600, 3725, 65_535][index % 8]}
${Array.from({ length: index % 3 }, (_, ip) => `allowed_ip=10.${index}.${ip}.0/24\nallowed_ip=fd00:${index}::${ip}/128\n`).join('')}protocol_version=1
`
  })
  return `private_key=${hexadecimal(3)}\nlisten_port=51820\nfwmark=31\n${peers.join('')}errno=0\n\n`
}

const counted = commandLines(`
  show
  show all dump
  showconf busy
  showconf bare
  show interfaces
  show nosuch
  ${everyField('busy').join('\n')}
  ${everyField('bare').join('\n')}
`)

const told = commandLines(`
  set busy listen-port 7 fwmark 0x10 private-key two
  set busy private-key empty fwmark off listen-port 0
  set bare peer $one endpoint [2001:db8::1]:5 persistent-keepalive off allowed-ips 10.0.0.0/8,fd00::/8 preshared-key two
  set bare peer $one allowed-ips '' preshared-key empty
  set bare peer $one remove peer $two
  set bare peer $one endpoint 192.0.2.1:9 peer $two persistent-keepalive 25
  addconf bare state
  setconf bare state
  setconf bare /dev/null
  set refusing listen-port 7
  show refusing
  showconf refusing
`)

export const countedGroups: readonly Group[] = [
  {
    title: 'show of real traffic',
    setUp: traffic,
    expected: 'taken',
    cases: [
      ...commandLines(`show\nshow near\nshowconf near\n${everyField('near').join('\n')}`),
      ...withEnvironment(commandLines('show near'), { WG_COLOR_MODE: 'always', WG_HIDE_KEYS: 'never' }),
    ],
  },
  {
    title: 'show of interfaces in user space, with counts up to 2^64 - 1 and handshakes up to a year ago',
    setUp: 'true',
    userspace: () => ({ busy: busy(), bare: 'errno=0\n\n' }),
    cases: [
      ...counted,
      ...withEnvironment(commandLines('show busy'), { WG_COLOR_MODE: 'always', WG_HIDE_KEYS: 'never' }),
    ],
  },
  {
    title: 'what interfaces in user space are told',
    setUp: 'true',
    userspace: () => ({ busy: busy(), bare: 'errno=0\n\n', refusing: 'errno=-22\n\n' }),
    cases: told,
  },
  {
    title: 'a link of the kernel whose name is that of an interface in user space',
    setUp: 'ip link add twice type wireguard',
    userspace: () => ({ twice: `private_key=${hexadecimal(3)}\nlisten_port=7\nfwmark=31\nerrno=0\n\n` }),
    expected: 'taken',
    cases: commandLines(`
      show interfaces
      show twice
      show twice listen-port
      show twice dump
      showconf twice
      set twice listen-port 8
    `),
  },
]
