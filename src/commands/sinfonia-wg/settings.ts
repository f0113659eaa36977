/** The settings behind `set INTERFACE`: words and values, those of a peer behind its `peer KEY`. */
import type { Prefix } from '../../address/prefix.js'
import { Excerpt } from '../../configuration/excerpt.js'
import type { Field } from '../../configuration/field.js'
import { peerFields, wgFields } from '../../configuration/fields.js'
import { isOperationError } from '../../errors/operation-error.js'
import { PresharedKey } from '../../keys/preshared-key.js'
import { PrivateKey } from '../../keys/private-key.js'
import type { WireGuardChange, WireGuardPeerChange } from '../../wireguard/change.js'
import { Failure } from './failure.js'
import { warnOfHostBits } from './host-bits.js'
import { readKeyFile } from './key-file.js'
import { resolved } from './resolution.js'

type Own = Omit<WireGuardChange, 'peers'>
type Peer = Omit<WireGuardPeerChange, 'allowedIps'> & { readonly allowedIps?: readonly Prefix[] }
/** What a value changes of what stands before it. */
type Setting<Target> = (value: string, target: Target) => Partial<Target> | Promise<Partial<Target>>

const ownSettings = new Map<string, Setting<Own>>([
  ['listen-port', (value) => ({ listenPort: read(wgFields.listenPort, value) })],
  ['fwmark', (value) => ({ fwmark: read(wgFields.fwmark, value) })],
  ['private-key', (path) => ({ privateKey: readKeyFile<PrivateKey>(path, PrivateKey) })],
])

const peerSettings = new Map<string, Setting<Peer>>([
  ['preshared-key', (path) => ({ presharedKey: readKeyFile<PresharedKey>(path, PresharedKey) })],
  ['endpoint', async (value) => ({ endpoint: await resolved(read(peerFields.endpoint, value), value) })],
  ['persistent-keepalive', (value) => ({ persistentKeepalive: read(peerFields.persistentKeepalive, value) })],
  ['allowed-ips', (value, peer) => ({ allowedIps: allowedIps(value, peer.allowedIps) })],
])

/** @throws Failure at the first word that is not understood, or whose value is refused */
export async function readSettings(words: readonly string[]): Promise<WireGuardChange> {
  const own: Own = {}
  const peers: Peer[] = []
  for (let at = 0; at < words.length; at += 2) {
    const [word = '', value] = words.slice(at, at + 2)
    const peer = peers.at(-1)
    if (word === 'remove' && peer) {
      Object.assign(peer, { remove: true })
      at--
    } else if (value === undefined) throw invalid(word)
    else if (word === 'peer') peers.push({ publicKey: read(peerFields.publicKey, value) })
    else if (peer) await set(peerSettings, word, value, peer)
    else await set(ownSettings, word, value, own)
  }
  return { ...own, peers }
}

async function set<Target extends object>(
  settings: ReadonlyMap<string, Setting<Target>>,
  word: string,
  value: string,
  target: Target,
): Promise<void> {
  const setting = settings.get(word)
  if (!setting) throw invalid(word)
  Object.assign(target, await setting(value, target))
}

/** Those of several lists add up; an empty one is a list too. */
function allowedIps(value: string, before: readonly Prefix[] = []): readonly Prefix[] {
  const text = value.replace(/[ \t\n\v\f\r]/g, '')
  if (text === '') return before
  const prefixes = read(peerFields.allowedIps, text)
  warnOfHostBits(prefixes)
  return [...before, ...prefixes]
}

/** As in a configuration file, but for the place, which on a command line is plain. */
function read<Value>(field: Field<Value>, text: string): Value {
  try {
    const value = field.read(Excerpt.ofLine(text, 1), undefined)
    if (value !== undefined) return value
  } catch (error) {
    if (!isOperationError(error)) throw error
    const reason = error.message.replace(/^\d+:\d+: /, '')
    throw new Failure(`${field.key}: ${reason}${error.remedy === undefined ? '' : `\n  ${error.remedy}`}`)
  }
  throw new Failure(`${field.key}: expected a value`)
}

function invalid(word: string): Failure {
  return new Failure(`Invalid argument: ${word}`)
}
