import type { Endpoint } from '../address/endpoint.js'
import type { Prefix } from '../address/prefix.js'
import type { PresharedKey } from '../keys/preshared-key.js'
import type { PrivateKey } from '../keys/private-key.js'
import { PublicKey } from '../keys/public-key.js'
import { invalid } from '../netlink/arguments.js'
import type { WireGuardChange, WireGuardPeerChange } from './change.js'

/** All that a WireGuard link is to have. */
export interface WireGuardConfiguration {
  /** Absent: none. */
  readonly privateKey?: PrivateKey | undefined
  /** UDP port, 1 to 65535; 0: one that the kernel chooses anew, as of wg(8) where a file has none. Absent: the present one stays. */
  readonly listenPort?: number | undefined
  /** SO_MARK of the packets that it sends. Absent: none. */
  readonly fwmark?: number | undefined
  /** Each public key once. */
  readonly peers?: readonly WireGuardPeerConfiguration[] | undefined
}

/** All that a peer is to have. */
export interface WireGuardPeerConfiguration {
  /** Which peer. */
  readonly publicKey: PublicKey
  /** Absent: none. */
  readonly presharedKey?: PresharedKey | undefined
  /** As text or parsed; a name is resolved in this process's namespace. Absent: the peer calls first. */
  readonly endpoint?: string | Endpoint | undefined
  /** Seconds, 1 to 65535. Absent: off. */
  readonly persistentKeepalive?: number | undefined
  /** Absent: none. Of one that several peers list, the last has it. */
  readonly allowedIps?: readonly (string | Prefix)[] | undefined
}

/** The change that makes a link without peers have them. */
export function changeTo(configuration: WireGuardConfiguration, operation: string): WireGuardChange {
  const peers = configuration.peers ?? []
  checkPeers(peers, operation)
  return {
    privateKey: configuration.privateKey ?? null,
    listenPort: configuration.listenPort,
    fwmark: configuration.fwmark ?? null,
    peers: peers.map(peerChangeTo),
  }
}

function peerChangeTo(peer: WireGuardPeerConfiguration): WireGuardPeerChange {
  return {
    publicKey: peer.publicKey,
    presharedKey: peer.presharedKey,
    endpoint: peer.endpoint,
    persistentKeepalive: peer.persistentKeepalive,
    addAllowedIps: peer.allowedIps,
  }
}

/** @throws OperationError ERR_INVALID_ARGUMENT where a public key is none, or given twice */
export function checkPeers(peers: readonly WireGuardPeerConfiguration[], operation: string): void {
  const seen = new Set<string>()
  for (const { publicKey } of peers) {
    if (!(publicKey instanceof PublicKey)) throw invalid(operation, 'publicKey', 'must be a PublicKey')
    const key = publicKey.base64()
    if (seen.has(key)) throw invalid(operation, key, 'is the public key of more than one peer')
    seen.add(key)
  }
}
