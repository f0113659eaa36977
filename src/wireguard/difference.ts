/** The least change that makes a link have a configuration, so that unchanged peers keep their sessions. */
import { type Endpoint, formatEndpoint } from '../address/endpoint.js'
import { formatPrefix, type Prefix, parsePrefix } from '../address/prefix.js'
import { readPrefix } from '../netlink/arguments.js'
import type { WireGuardChange, WireGuardPeerChange } from './change.js'
import type { WireGuardConfiguration, WireGuardPeerConfiguration } from './configuration.js'
import type { WireGuardDevice, WireGuardPeer } from './device.js'

/** A peer whose endpoint has been resolved. */
export type ResolvedPeer = Omit<WireGuardPeerConfiguration, 'endpoint'> & {
  readonly endpoint: Endpoint | undefined
}

/** Undefined: there is nothing to change. `device` must have been read with its secrets. */
export function difference(
  device: WireGuardDevice,
  wanted: WireGuardConfiguration,
  resolved: readonly ResolvedPeer[],
): WireGuardChange | undefined {
  const { listenPort, fwmark } = wanted
  const change: WireGuardChange = {
    privateKey: changedKey(device.privateKey, wanted.privateKey),
    listenPort: listenPort === device.listenPort ? undefined : listenPort,
    fwmark: changedNumber(device.fwmark || undefined, fwmark || undefined),
    peers: peerDifferences(device, withoutOwn(resolved, wanted)),
  }
  const { peers, ...own } = change
  return peers?.length || Object.values(own).some((value) => value !== undefined) ? change : undefined
}

/** The kernel ignores a peer with the link's own key: it would be missing each time. */
function withoutOwn(
  peers: readonly ResolvedPeer[],
  { privateKey }: WireGuardConfiguration,
): readonly ResolvedPeer[] {
  const own = privateKey?.publicKey()
  return peers.filter(({ publicKey }) => !publicKey.equals(own))
}

function peerDifferences(device: WireGuardDevice, wanted: readonly ResolvedPeer[]): WireGuardPeerChange[] {
  const present = new Map(device.peers.map((peer) => [peer.publicKey.base64(), peer]))
  const texts = new Map(wanted.map((peer) => [peer, masked(peer.allowedIps)]))
  const owners = ownersOf(texts)
  const changes: WireGuardPeerChange[] = []
  for (const peer of wanted) {
    const key = peer.publicKey.base64()
    const own = texts.get(peer)?.filter((text) => owners.get(text) === peer) ?? []
    const change = peerDifference(present.get(key), peer, own, owners)
    if (Object.keys(change).length > 0) changes.push({ publicKey: peer.publicKey, ...change })
    present.delete(key)
  }
  // Those that are left are not wanted; they go first, for the others may take their allowed IPs.
  const gone = [...present.values()].map(({ publicKey }) => ({ publicKey, remove: true }))
  return [...gone, ...changes]
}

/** Whose each allowed IP is to be: of several peers that list it, the last has it. */
function ownersOf(texts: ReadonlyMap<ResolvedPeer, readonly string[]>): ReadonlyMap<string, ResolvedPeer> {
  const owners = new Map<string, ResolvedPeer>()
  for (const [peer, own] of texts) for (const text of own) owners.set(text, peer)
  return owners
}

/** In canonical text, host bits dropped as the kernel does. */
function masked(prefixes: readonly (string | Prefix)[] = []): readonly string[] {
  return prefixes.map((prefix) => {
    const read = readPrefix(prefix)
    const isHost = read.prefixLength === (read.version === 4 ? 32 : 128)
    return formatPrefix(isHost ? read : parsePrefix(formatPrefix(read), { maskHostBits: true }))
  })
}

/** Without a field: nothing to change. */
function peerDifference(
  present: WireGuardPeer | undefined,
  wanted: ResolvedPeer,
  own: readonly string[],
  owners: ReadonlyMap<string, ResolvedPeer>,
): Partial<WireGuardPeerChange> {
  const { presharedKey, endpoint, persistentKeepalive } = wanted
  if (!present) return { presharedKey, endpoint, persistentKeepalive, addAllowedIps: own }
  return defined({
    presharedKey: changedKey(present.presharedKey, presharedKey),
    endpoint: changedEndpoint(present.endpoint, endpoint),
    persistentKeepalive: changedNumber(present.persistentKeepalive, persistentKeepalive || undefined),
    ...changedAllowedIps(present.allowedIps.map(formatPrefix), own, owners),
  })
}

/**
 * What is missing is added; it is taken away from whoever has it. Only where one is to be nobody's is the whole list replaced,
 * during which the kernel routes nothing to the peer.
 */
function changedAllowedIps(
  present: readonly string[],
  wanted: readonly string[],
  owners: ReadonlyMap<string, ResolvedPeer>,
): Pick<WireGuardPeerChange, 'allowedIps' | 'addAllowedIps'> {
  if (present.some((text) => !owners.has(text))) return { allowedIps: wanted }
  const has = new Set(present)
  const missing = wanted.filter((text) => !has.has(text))
  return missing.length > 0 ? { addAllowedIps: missing } : {}
}

function changedKey<Key extends { equals(other: unknown): boolean }>(
  present: Key | undefined,
  wanted: Key | undefined,
): Key | null | undefined {
  if (wanted === undefined) return present && null
  return wanted.equals(present) ? undefined : wanted
}

function changedNumber(present: number | undefined, wanted: number | undefined): number | null | undefined {
  return present === wanted ? undefined : (wanted ?? null)
}

/** One that is not wanted stays: the kernel cannot clear it, and it may be where the peer called from. */
function changedEndpoint(present: Endpoint | undefined, wanted: Endpoint | undefined): Endpoint | undefined {
  if (wanted === undefined) return undefined
  return present && formatEndpoint(present) === formatEndpoint(wanted) ? undefined : wanted
}

function defined(change: Partial<WireGuardPeerChange>): Partial<WireGuardPeerChange> {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
}
