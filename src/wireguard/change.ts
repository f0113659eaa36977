import {
  type NativeAllowedIp,
  type NativeEndpoint,
  type NativePeerChange,
  PeerFlag,
} from '../addon/packed-peers.js'
import { addressToBytes } from '../address/address.js'
import type { Endpoint } from '../address/endpoint.js'
import type { Prefix } from '../address/prefix.js'
import { keyLength } from '../keys/key.js'
import { PresharedKey } from '../keys/preshared-key.js'
import { PrivateKey } from '../keys/private-key.js'
import { PublicKey } from '../keys/public-key.js'
import { checkNumber, invalid, readPrefix } from '../netlink/arguments.js'

/** What is absent stays as it is; null clears. */
export interface WireGuardChange {
  /** The link's own; its public key follows from it. */
  readonly privateKey?: PrivateKey | null | undefined
  /** UDP port, 1 to 65535; null: one that the kernel chooses. Needs CAP_NET_ADMIN where the link was born. */
  readonly listenPort?: number | null | undefined
  /** SO_MARK of the packets that it sends, 1 to 2^32-1. Needs CAP_NET_ADMIN where the link was born. */
  readonly fwmark?: number | null | undefined
  /** Others stay. One with the link's own public key is ignored by the kernel. */
  readonly peers?: readonly WireGuardPeerChange[] | undefined
}

/** Of a peer that is there, or is to be. What is absent stays as it is; null clears. */
export interface WireGuardPeerChange {
  /** Which peer. */
  readonly publicKey: PublicKey
  /** Null clears. */
  readonly presharedKey?: PresharedKey | null | undefined
  /** `192.0.2.1:51820`, `[2001:db8::1]:51820`, or with a name, which is resolved in this process's namespace. The kernel cannot clear it. */
  readonly endpoint?: string | Endpoint | undefined
  /** Seconds, 1 to 65535. */
  readonly persistentKeepalive?: number | null | undefined
  /** Exactly these, taken away from other peers. Host bits are dropped. */
  readonly allowedIps?: readonly (string | Prefix)[] | null | undefined
  /** These as well; not together with `allowedIps`. */
  readonly addAllowedIps?: readonly (string | Prefix)[] | undefined
  /** All but these; not together with `allowedIps`. Linux 6.16. */
  readonly removeAllowedIps?: readonly (string | Prefix)[] | undefined
  /** Only 1 exists. */
  readonly protocolVersion?: 1 | undefined
  /** Change it only if the link has this peer; do not add it. */
  readonly onlyIfPresent?: boolean | undefined
  /** Remove it, if it is there. */
  readonly remove?: boolean | undefined
}

/** A change, checked, with its names resolved. {@link wipe} it. */
export interface CheckedChange {
  readonly replacePeers?: boolean | undefined
  /** 32 bytes; zeros: none. */
  readonly privateKey?: Uint8Array | undefined
  readonly listenPort?: number | undefined
  readonly fwmark?: number | undefined
  readonly peers: readonly NativePeerChange[]
}

export type ResolveEndpoint = (endpoint: string | Endpoint) => Promise<NativeEndpoint>

/** @throws OperationError ERR_INVALID_ARGUMENT, and what `resolve` throws */
export async function readChange(
  change: WireGuardChange,
  operation: string,
  resolve: ResolveEndpoint,
): Promise<CheckedChange> {
  const { privateKey, listenPort, fwmark } = change
  const read = new PeerReader(operation)
  const plain = (change.peers ?? []).map((peer) => read.peer(peer))
  const own = {
    listenPort: read.number(listenPort, 'UDP port', 0xffff),
    fwmark: read.number(fwmark, 'fwmark', 0xffff_ffff),
    privateKey: read.secretKey(privateKey, PrivateKey),
  }
  try {
    const peers = plain.map(async (peer) => ({
      ...peer,
      endpoint: peer.endpoint === undefined ? undefined : await resolve(peer.endpoint),
    }))
    return { ...own, peers: await Promise.all(peers) }
  } catch (error) {
    wipe({ ...own, peers: plain })
    throw error
  }
}

/** Overwrites the keys. */
export function wipe({
  privateKey,
  peers,
}: {
  privateKey?: Uint8Array | undefined
  peers: readonly { presharedKey?: Uint8Array | undefined }[]
}): void {
  privateKey?.fill(0)
  for (const { presharedKey } of peers) presharedKey?.fill(0)
}

type Unresolved = Omit<NativePeerChange, 'endpoint'> & { readonly endpoint: string | Endpoint | undefined }

/** Checks each value; null becomes the kernel's word for nothing. */
class PeerReader {
  readonly #operation: string

  constructor(operation: string) {
    this.#operation = operation
  }

  peer(peer: WireGuardPeerChange): Unresolved {
    const { publicKey, endpoint, protocolVersion } = peer
    if (!(publicKey instanceof PublicKey)) throw this.#invalid('publicKey', 'must be a PublicKey')
    if (endpoint === null)
      throw this.#invalid('endpoint', 'cannot be cleared: remove the peer and add it again')
    return {
      publicKey: publicKey.bytes(),
      flags: flagsOf(peer),
      presharedKey: this.secretKey(peer.presharedKey, PresharedKey),
      endpoint,
      persistentKeepalive: this.number(peer.persistentKeepalive, 'keepalive', 0xffff),
      protocolVersion,
      allowedIps: this.#allowedIps(peer),
    }
  }

  number(value: number | null | undefined, what: string, most: number): number | undefined {
    if (value === undefined) return undefined
    return value === null ? 0 : checkNumber(value, what, this.#operation, 0, most)
  }

  secretKey<Key extends PrivateKey | PresharedKey>(
    key: Key | null | undefined,
    kind: { new (bytes: Uint8Array): Key; readonly kind: string },
  ): Uint8Array | undefined {
    if (key === undefined) return undefined
    if (key === null) return new Uint8Array(keyLength)
    if (!(key instanceof kind)) throw this.#invalid(`a ${kind.kind}`, `must be a ${kind.name}`)
    return key.bytes()
  }

  #allowedIps({ allowedIps, addAllowedIps = [], removeAllowedIps = [] }: WireGuardPeerChange) {
    if (allowedIps === undefined) {
      return [...addAllowedIps.map(allowedIp), ...removeAllowedIps.map(removedIp)]
    }
    if (addAllowedIps.length + removeAllowedIps.length > 0)
      throw this.#invalid('allowedIps', 'stands for all of them: add and remove nothing beside it')
    return (allowedIps ?? []).map(allowedIp)
  }

  #invalid(subject: string, problem: string) {
    return invalid(this.#operation, subject, problem)
  }
}

function flagsOf({ remove, onlyIfPresent, allowedIps }: WireGuardPeerChange): number {
  return (
    (remove ? PeerFlag.removeMe : 0) |
    (onlyIfPresent ? PeerFlag.updateOnly : 0) |
    (allowedIps === undefined ? 0 : PeerFlag.replaceAllowedIps)
  )
}

function allowedIp(prefix: string | Prefix): NativeAllowedIp {
  const { version, address, prefixLength } = readPrefix(prefix)
  return { version, address: addressToBytes(address), prefixLength }
}

function removedIp(prefix: string | Prefix): NativeAllowedIp {
  return { ...allowedIp(prefix), remove: true }
}
