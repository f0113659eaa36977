/**
 * WireGuard peers as they cross between C++ and JavaScript: in one array of bytes, which is faster than an object a peer and can
 * be wiped. native/addon/packed_peers.cpp is the other end; numbers in this machine's order.
 */
import { endianness } from 'node:os'
import type { IpVersion } from './native-address.js'

/** WGPEER_F_… */
export const PeerFlag = { removeMe: 1, replaceAllowedIps: 2, updateOnly: 4 } as const
/** WGALLOWEDIP_F_REMOVE_ME: Linux 6.16. */
const removeAllowedIp = 1

export interface NativeEndpoint {
  readonly version: IpVersion
  /** 4 or 16 bytes. */
  readonly address: Uint8Array
  readonly port: number
  /** The index of a link; 0: none. */
  readonly scope: number
}

export interface NativeAllowedIp {
  readonly version: IpVersion
  /** 4 or 16 bytes. */
  readonly address: Uint8Array
  readonly prefixLength: number
  readonly remove?: boolean | undefined
}

/** The arrays are views into what was unpacked. */
export interface NativePeer {
  readonly publicKey: Uint8Array
  readonly presharedKey: Uint8Array | undefined
  readonly endpoint: NativeEndpoint | undefined
  /** Seconds; 0: off. */
  readonly persistentKeepalive: number
  /** Milliseconds since 1970; 0: never. */
  readonly lastHandshake: number
  readonly receivedBytes: bigint
  readonly sentBytes: bigint
  readonly protocolVersion: number
  readonly allowedIps: readonly NativeAllowedIp[]
}

/** What is absent stays as it is. */
export interface NativePeerChange {
  readonly publicKey: Uint8Array
  /** PeerFlag. */
  readonly flags: number
  /** Zeros: none. */
  readonly presharedKey?: Uint8Array | undefined
  readonly endpoint?: NativeEndpoint | undefined
  /** 0: off. */
  readonly persistentKeepalive?: number | undefined
  readonly protocolVersion?: number | undefined
  readonly allowedIps: readonly NativeAllowedIp[]
}

const little = endianness() === 'LE'
const keySize = 32
const has = { presharedKey: 1, endpoint: 2, persistentKeepalive: 4, protocolVersion: 8 } as const

/** Where the fields of a PackedPeer are; its allowed-ips follow it. */
const at = {
  flags: 0,
  present: 4,
  persistentKeepalive: 8,
  endpointPort: 10,
  endpointScope: 12,
  endpointVersion: 16,
  protocolVersion: 20,
  allowedIps: 24,
  endpointAddress: 32,
  publicKey: 48,
  presharedKey: 80,
  lastHandshake: 112,
  receivedBytes: 120,
  sentBytes: 128,
} as const
const peerSize = 136

/** And of a PackedAllowedIp. */
const allowedAt = { version: 0, prefixLength: 1, flags: 2, address: 4 } as const
const allowedIpSize = 20

export function unpackPeers(bytes: Uint8Array): NativePeer[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const peers: NativePeer[] = []
  let start = 0
  while (start < bytes.length) {
    const count = view.getUint32(start + at.allowedIps, little)
    peers.push(unpackPeer(bytes, view, start, count))
    start += peerSize + count * allowedIpSize
  }
  return peers
}

function unpackPeer(bytes: Uint8Array, view: DataView, start: number, count: number): NativePeer {
  const present = view.getUint32(start + at.present, little)
  const key = (offset: number) => bytes.subarray(start + offset, start + offset + keySize)
  const first = start + peerSize
  return {
    publicKey: key(at.publicKey),
    presharedKey: present & has.presharedKey ? key(at.presharedKey) : undefined,
    endpoint: present & has.endpoint ? unpackEndpoint(bytes, view, start) : undefined,
    persistentKeepalive: view.getUint16(start + at.persistentKeepalive, little),
    lastHandshake: view.getFloat64(start + at.lastHandshake, little),
    receivedBytes: view.getBigUint64(start + at.receivedBytes, little),
    sentBytes: view.getBigUint64(start + at.sentBytes, little),
    protocolVersion: view.getUint32(start + at.protocolVersion, little),
    allowedIps: Array.from({ length: count }, (_, index) =>
      unpackAllowedIp(bytes, first + index * allowedIpSize),
    ),
  }
}

/** The other end of {@link packPeers}: for whoever stands in for the addon. Views into what was packed, but for the allowed IPs. */
export function unpackPeerChanges(bytes: Uint8Array): NativePeerChange[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = 0
  return unpackPeers(bytes).map(({ presharedKey, endpoint, ...peer }) => {
    const here = start
    start += peerSize + peer.allowedIps.length * allowedIpSize
    const present = view.getUint32(here + at.present, little)
    return {
      ...{ publicKey: peer.publicKey, presharedKey, endpoint },
      flags: view.getUint32(here + at.flags, little),
      persistentKeepalive: present & has.persistentKeepalive ? peer.persistentKeepalive : undefined,
      protocolVersion: present & has.protocolVersion ? peer.protocolVersion : undefined,
      allowedIps: peer.allowedIps.map((allowed, index) => {
        const flags = bytes[here + peerSize + index * allowedIpSize + allowedAt.flags] ?? 0
        return { ...allowed, address: allowed.address.slice(), remove: (flags & removeAllowedIp) !== 0 }
      }),
    }
  })
}

function unpackEndpoint(bytes: Uint8Array, view: DataView, start: number): NativeEndpoint {
  const version = view.getUint32(start + at.endpointVersion, little) as IpVersion
  return {
    version,
    address: addressAt(bytes, start + at.endpointAddress, version),
    port: view.getUint16(start + at.endpointPort, little),
    scope: view.getUint32(start + at.endpointScope, little),
  }
}

function unpackAllowedIp(bytes: Uint8Array, start: number): NativeAllowedIp {
  const version = bytes[start + allowedAt.version] as IpVersion
  return {
    version,
    address: addressAt(bytes, start + allowedAt.address, version),
    prefixLength: bytes[start + allowedAt.prefixLength] ?? 0,
  }
}

function addressAt(bytes: Uint8Array, start: number, version: IpVersion): Uint8Array {
  return bytes.subarray(start, start + (version === 4 ? 4 : 16))
}

export function packPeers(peers: readonly NativePeerChange[]): Uint8Array {
  const allowedIps = peers.reduce((sum, peer) => sum + peer.allowedIps.length, 0)
  // Memory of its own, not of the pool that other buffers share.
  const bytes = new Uint8Array(peers.length * peerSize + allowedIps * allowedIpSize)
  const view = new DataView(bytes.buffer)
  let start = 0
  for (const peer of peers) {
    packPeer(bytes, view, start, peer)
    start += peerSize
    for (const allowed of peer.allowedIps) {
      packAllowedIp(bytes, start, allowed)
      start += allowedIpSize
    }
  }
  return bytes
}

function packPeer(bytes: Uint8Array, view: DataView, start: number, peer: NativePeerChange): void {
  const { presharedKey, endpoint, persistentKeepalive, protocolVersion } = peer
  const present =
    (presharedKey === undefined ? 0 : has.presharedKey) |
    (endpoint === undefined ? 0 : has.endpoint) |
    (persistentKeepalive === undefined ? 0 : has.persistentKeepalive) |
    (protocolVersion === undefined ? 0 : has.protocolVersion)
  view.setUint32(start + at.flags, peer.flags, little)
  view.setUint32(start + at.present, present, little)
  view.setUint16(start + at.persistentKeepalive, persistentKeepalive ?? 0, little)
  view.setUint32(start + at.protocolVersion, protocolVersion ?? 0, little)
  view.setUint32(start + at.allowedIps, peer.allowedIps.length, little)
  bytes.set(peer.publicKey, start + at.publicKey)
  if (presharedKey) bytes.set(presharedKey, start + at.presharedKey)
  if (!endpoint) return
  view.setUint32(start + at.endpointVersion, endpoint.version, little)
  view.setUint16(start + at.endpointPort, endpoint.port, little)
  view.setUint32(start + at.endpointScope, endpoint.scope, little)
  bytes.set(endpoint.address, start + at.endpointAddress)
}

function packAllowedIp(bytes: Uint8Array, start: number, allowed: NativeAllowedIp): void {
  bytes[start + allowedAt.version] = allowed.version
  bytes[start + allowedAt.prefixLength] = allowed.prefixLength
  bytes[start + allowedAt.flags] = allowed.remove ? removeAllowedIp : 0
  bytes.set(allowed.address, start + allowedAt.address)
}
