/** wg show and wg showconf, on no, one and many links. */
import { type Case, commandLines, type Group, withEnvironment } from './case.js'

export const fields = [
  ...['public-key', 'private-key', 'listen-port', 'fwmark', 'peers', 'preshared-keys', 'endpoints'],
  ...['allowed-ips', 'latest-handshakes', 'transfer', 'persistent-keepalive', 'dump'],
]

const noLink = commandLines(`
  show
  show all
  show all dump
  show all peers
  show interfaces
  show wg0
  show wg0 dump
  showconf wg0
`)

const everyForm = (link: string) =>
  commandLines(['', ...fields].flatMap((field) => [`show ${link} ${field}`, `show all ${field}`]).join('\n'))

const colours: Case[] = ['always', 'never', 'auto', 'ALWAYS', ''].flatMap((mode) =>
  withEnvironment(commandLines('show\nshow wg0\nshow wg0 dump'), { WG_COLOR_MODE: mode }),
)
const hidden: Case[] = ['always', 'never', 'Never', '', 'nonsense'].flatMap((mode) =>
  withEnvironment(commandLines('show wg0\nshow wg0 private-key\nshow wg0 preshared-keys'), {
    WG_HIDE_KEYS: mode,
  }),
)
const together = withEnvironment(commandLines('show all\nshow wg0\nshow wg-fifteen-name'), {
  WG_COLOR_MODE: 'always',
  WG_HIDE_KEYS: 'never',
})

const refused = commandLines(`
  show wg0 foo
  show all foo
  show interfaces foo
  show foo
  show foo dump
  show foo foo
  show wg0 peers peers
  show wg0 dump dump dump
  show all all
  show ''
  show wg0 ''
  show WG0
  show 'wg0 '
  show 0
  show 1
  show .
  show ..
  show ../../etc
  show a-name-of-sixteen
  show a-name-of-far-more-than-fifteen-characters
  show lo
  show lo dump
  show other
  show other peers
  show ALL
  show Interfaces
  show --help
  show -h
  show help
  show wg0 --help
  show --json wg0 peers x
  show wg0 PEERS
  show wg0 peer
  show wg0 'peers '
  show wg0 handshakes
  showconf
  showconf wg0 wg0
  showconf foo
  showconf lo
  showconf other
  showconf all
  showconf ''
  showconf --help
  showconf -x
  showconf interfaces
  showconf a-name-of-sixteen
`)

const bare = 'ip link add wg0 type wireguard'
const full = `wg setconf wg0 state`

export const showGroups: readonly Group[] = [
  { title: 'show where there is no link', setUp: '', cases: noLink },
  {
    title: 'show and showconf of a link without settings',
    setUp: bare,
    expected: 'taken',
    cases: [...everyForm('wg0'), ...commandLines('show\nshow interfaces\nshowconf wg0')],
  },
  {
    title: 'show and showconf of a link with all settings',
    setUp: full,
    expected: 'taken',
    cases: [...everyForm('wg0'), ...commandLines('show\nshow interfaces\nshowconf wg0')],
  },
  {
    title: 'show and showconf of many links',
    setUp: `
      ip link add name wg-fifteen-name type wireguard && ip link add name a type wireguard &&
      ip link add name wg.dot type wireguard && ip link add name 'wg@at' type wireguard && ip link add name ünï type wireguard &&
      ip link add name other type dummy &&
      wg setconf wg-fifteen-name many && wg set a private-key two listen-port 7 && wg set wg.dot fwmark 0xffffffff`,
    expected: 'taken',
    cases: [
      ...everyForm('wg-fifteen-name'),
      ...commandLines(`
        show
        show interfaces
        showconf wg-fifteen-name
        showconf wg.dot
        show wg.dot
        show wg@at
        show ünï
        showconf ünï
        show a
        show a dump
        showconf a
      `),
    ],
  },
  {
    title: 'colours and hidden keys',
    setUp: 'true',
    expected: 'taken',
    cases: [...colours, ...hidden, ...together],
  },
  { title: 'show and showconf that wg refuses', setUp: 'true', cases: refused },
]
