/** In what ours does otherwise than wg. docs/wg.md has a row for each, which begins with the same words, and gives the reason. */
import { type Compared, keys, type Outcome } from './case.js'

export interface Difference {
  readonly what: string
  /** Whether the two outcomes differ in this and in nothing else. */
  readonly covers: (compared: Compared) => boolean
}

const warning = /^Warning: AllowedIP has nonzero host part: .*\n/gm
const inFile = String.raw`\S+:\d+:\d+`
const settings = 'ListenPort|FwMark|PublicKey|Endpoint|PersistentKeepalive|AllowedIPs'
const aboutValue = new RegExp(`^(?:${inFile}|${settings}): expected `)
const aboutKeyFile =
  /^(?:Found trailing characters in key file|Key is not the correct length or format: in .*|read: .*)\n$/
const usage = /Usage: sinfonia-wg .*/s

/** Only these parts differ. */
function only(compared: Compared, ...differing: readonly (keyof Outcome)[]): boolean {
  const { theirs, ours } = compared
  const parts = ['status', 'stdout', 'stderr', 'state'] as const
  return parts.every((part) => differing.includes(part) || theirs[part] === ours[part])
}

function sameButForWarnings({ theirs, ours }: Compared): boolean {
  return theirs.stderr.replaceAll(warning, '') === ours.stderr.replaceAll(warning, '')
}

/** Whether a file has several sections of one peer. */
function repeatsPeer(conf = ''): boolean {
  const keys = [...conf.replaceAll(/#.*|[ \t\v]/g, '').matchAll(/^publickey=(.*?)\r?$/gim)].map(
    ([, key]) => key,
  )
  return new Set(keys).size < keys.length
}

/** Wg does it; ours says this and leaves the link as it is. */
function refuses({ start, theirs, ours }: Compared, message: RegExp): string | undefined {
  const refused = theirs.status === 0 && ours.status === 1 && ours.stdout === '' && ours.state === start
  const [, found] = message.exec(ours.stderr.replaceAll(warning, '')) ?? []
  return refused ? found : undefined
}

/** What differs is stderr, where each of both gives a reason of its own. */
function saysOtherwise(compared: Compared, message: RegExp): boolean {
  const { theirs, ours } = compared
  const reasons = [theirs.stderr, ours.stderr].map((text) => text.replaceAll(warning, ''))
  return only(compared, 'stderr') && ours.status === 1 && reasons[0] !== '' && message.test(reasons[1] ?? '')
}

function isOddPort(text: string): boolean {
  return /^(?:\*|[a-z]+)$/.test(text) || Number(text) > 0xffff || Number(text) === 0
}

/** As theirs, but without the preshared key, or the keepalive, or both, that the link has in the beginning. */
function withoutKept(theirs: string): string[] {
  const key = (text: string) =>
    text.replace(`\t${keys['four']}\t`, '\t(none)\t').replace(`PresharedKey = ${keys['four']}\n`, '')
  const keepalive = (text: string) =>
    text.replace('\t25\n', '\toff\n').replace('PersistentKeepalive = 25\n', '')
  return [key(theirs), keepalive(theirs), key(keepalive(theirs))]
}

/** Their keys in order. What is allowed to which may differ. */
function sortedPeers(state: string): string[] {
  return [...state.matchAll(/^PublicKey = (.*)$/gm)].map(([, key]) => key ?? '').sort()
}

/** The last two fields of each line, whatever names stand before them. */
function endpoints(text: string): string[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => line.split('\t').slice(-2).join())
}

export const knownDifferences: readonly Difference[] = [
  { what: 'Messages about a wrong value', covers: (one) => saysOtherwise(one, aboutValue) },
  {
    what: 'An endpoint on a link that is not there',
    covers: (one) => saysOtherwise(one, /^Name or service not known: `%.+' in an endpoint\n$/),
  },
  { what: 'Messages about a key file', covers: (one) => saysOtherwise(one, aboutKeyFile) },
  {
    what: 'Warnings of host bits',
    covers: (one) => only(one, 'stderr') && sameButForWarnings(one),
  },
  {
    what: 'A port by its name, 0 in an endpoint, above 65535',
    covers: (one) => isOddPort(refuses(one, /expected a port from [01] to 65535, found "(.+)"\n/) ?? '1'),
  },
  {
    what: 'The endpoints `*:5` and `-name:5`',
    covers: (one) => /^[*-]/.test(refuses(one, /expected a host: .*, found "(.+)"\n/) ?? ''),
  },
  { what: 'A NUL byte in a file', covers: (one) => refuses(one, /(NUL byte)/) !== undefined },
  {
    what: 'A directory as a file',
    covers: (one) => refuses(one, /^read: (Is a directory)\n$/) !== undefined,
  },
  {
    what: '`syncconf` of a peer without PresharedKey or PersistentKeepalive',
    covers: (one) =>
      one.name.startsWith('syncconf ') &&
      only(one, 'state', 'stderr') &&
      sameButForWarnings(one) &&
      withoutKept(one.theirs.state).includes(one.ours.state),
  },
  {
    what: '`addconf` of a file with several sections of one peer',
    covers: (one) =>
      one.name.startsWith('addconf ') &&
      repeatsPeer(one.conf) &&
      only(one, 'state', 'stderr') &&
      sameButForWarnings(one) &&
      sortedPeers(one.theirs.state).join() === sortedPeers(one.ours.state).join(),
  },
  {
    what: '`show all endpoints`',
    covers: (one) =>
      one.name === 'show all endpoints' &&
      only(one, 'stdout') &&
      endpoints(one.ours.stdout).every((line, index) => endpoints(one.theirs.stdout)[index]?.endsWith(line)),
  },
  {
    what: '`show interfaces`, where',
    covers: (one) =>
      one.name === 'show interfaces' &&
      only(one, 'stdout') &&
      [...new Set(one.theirs.stdout.trim().split(' '))].join(' ') === one.ours.stdout.trim(),
  },
  {
    what: 'The texts of help and usage',
    covers: ({ theirs, ours, ...rest }) => {
      const cut = (one: Outcome) => ({
        ...one,
        stdout: one.stdout.replace(usage, ''),
        stderr: one.stderr.replace(usage, ''),
      })
      return (
        only({ ...rest, theirs: cut(theirs), ours: cut(ours) }) &&
        `${ours.stdout}${ours.stderr}`.includes('Usage: ')
      )
    },
  },
  {
    what: '`showconf --help` and `showconf -h`',
    covers: (one) =>
      /^showconf (?:--help|-h)$/.test(one.name) &&
      only(one, 'stderr') &&
      one.ours.stderr.startsWith('Usage: '),
  },
  {
    what: '`--version`',
    covers: (one) =>
      only(one, 'stdout') &&
      /^sinfonia-wg v\d\S* - .* wireguard-tools v1\.0\.20210914\n$/.test(one.ours.stdout),
  },
  {
    what: 'The warning of a key that goes to a file which is open to everybody',
    covers: (one) =>
      only(one, 'stderr') &&
      one.theirs.stderr.startsWith('Warning: writing to world accessible file.\n') &&
      one.ours.stderr.startsWith('Warning: the file that this key goes to is open to everybody.\n'),
  },
  {
    what: 'Output that cannot be written',
    covers: (one) =>
      only(one, 'status', 'stderr') &&
      one.name.endsWith('>/dev/full') &&
      one.ours.status === 1 &&
      one.ours.stderr === 'stdout: No space left on device\n',
  },
  {
    what: 'A file of /dev that stands for a descriptor which is not open',
    covers: (one) =>
      one.name.endsWith('/dev/fd/9') && one.theirs.stderr === 'fopen: No such file or directory\n',
  },
  {
    what: 'The error of a program in user space that is asked for its settings',
    covers: (one) =>
      only(one, 'stderr') &&
      one.theirs.stderr === 'Unable to access interface: Protocol error\n' &&
      one.ours.stderr === 'Unable to access interface: Invalid argument\n',
  },
  {
    what: '`setconf` tells a program in user space',
    covers: (one) =>
      one.name.startsWith('setconf ') &&
      only(one, 'state') &&
      one.ours.state.includes('replace_peers=true\n') &&
      one.theirs.state.replaceAll('\nreplace_allowed_ips=true', '') === one.ours.state,
  },
]
