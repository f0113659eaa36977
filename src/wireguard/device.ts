import type { NativeWireGuard } from '../addon/native-wireguard.js'
import { type NativeEndpoint, type NativePeer, unpackPeers } from '../addon/packed-peers.js'
import { addressFromBytes } from '../address/address.js'
import type { Endpoint } from '../address/endpoint.js'
import type { Prefix } from '../address/prefix.js'
import { PresharedKey } from '../keys/preshared-key.js'
import { PrivateKey } from '../keys/private-key.js'
import { PublicKey } from '../keys/public-key.js'

/** What the kernel, or a userspace interface, told of a WireGuard link at one moment. */
export interface WireGuardDevice {
  /** Of the link. 0: a userspace interface whose link is not in this network. */
  readonly index: number
  /** Of the link. */
  readonly name: string
  /** It is no link of the kernel's WireGuard: another process does it, and was asked over its socket. */
  readonly userspace: boolean
  /** Undefined: it has none, or `privateKey: true` was not asked for. */
  readonly privateKey: PrivateKey | undefined
  /** Undefined where there is no private key. */
  readonly publicKey: PublicKey | undefined
  /** UDP, in the namespace where the link was born. 0: none yet; the kernel chooses one when the link is set up. */
  readonly listenPort: number
  /** SO_MARK of the packets that it sends; 0: none. */
  readonly fwmark: number
  /** In the order that it is told in. */
  readonly peers: readonly WireGuardPeer[]
}

/** What was told of a peer at one moment. */
export interface WireGuardPeer {
  /** Which peer. */
  readonly publicKey: PublicKey
  /** Undefined: it has none, or `privateKey: true` was not asked for. */
  readonly presharedKey: PresharedKey | undefined
  /** Where it was heard from last, or is sent to first. The scope of a link-local address is a link's index where the UDP socket is. */
  readonly endpoint: Endpoint | undefined
  /** Seconds. Undefined: off. */
  readonly persistentKeepalive: number | undefined
  /** Undefined: never. */
  readonly lastHandshake: Date | undefined
  /** Since the peer was added, in bytes of WireGuard's packets. */
  readonly receivedBytes: bigint
  /** Since the peer was added, in bytes of WireGuard's packets. */
  readonly sentBytes: bigint
  /** What may come from it, and is sent to it. */
  readonly allowedIps: readonly Prefix[]
  /** 1. */
  readonly protocolVersion: number
}

/** Before its fields become classes. */
export interface ToldDevice
  extends Pick<NativeWireGuard, 'index' | 'name' | 'privateKey' | 'publicKey' | 'listenPort' | 'fwmark'> {
  readonly userspace: boolean
}

/** Wipes the secrets in what the addon answered. */
export function kernelSnapshot(native: NativeWireGuard): WireGuardDevice {
  try {
    const peers = unpackPeers(native.peers).map((peer) =>
      peerSnapshot(peer, peer.endpoint && endpointOf(peer.endpoint)),
    )
    return deviceSnapshot({ ...native, userspace: false }, peers)
  } finally {
    native.privateKey?.fill(0)
    native.peers.fill(0)
  }
}

export function deviceSnapshot(told: ToldDevice, peers: readonly WireGuardPeer[]): WireGuardDevice {
  return Object.freeze({
    index: told.index,
    name: told.name,
    userspace: told.userspace,
    privateKey: told.privateKey && new PrivateKey(told.privateKey),
    publicKey: told.publicKey && new PublicKey(told.publicKey),
    listenPort: told.listenPort,
    fwmark: told.fwmark,
    peers: Object.freeze(peers),
  })
}

export function peerSnapshot(
  peer: Omit<NativePeer, 'endpoint'>,
  endpoint: Endpoint | undefined,
): WireGuardPeer {
  return Object.freeze({
    publicKey: new PublicKey(peer.publicKey),
    presharedKey: peer.presharedKey && new PresharedKey(peer.presharedKey),
    endpoint,
    persistentKeepalive: peer.persistentKeepalive || undefined,
    lastHandshake: peer.lastHandshake === 0 ? undefined : new Date(peer.lastHandshake),
    receivedBytes: peer.receivedBytes,
    sentBytes: peer.sentBytes,
    allowedIps: Object.freeze(
      peer.allowedIps.map(({ version, address, prefixLength }) =>
        Object.freeze({ version, address: addressFromBytes(address), prefixLength }),
      ),
    ),
    protocolVersion: peer.protocolVersion,
  })
}

/** A scope becomes a link's index. */
export function endpointOf({ version, address, port, scope }: NativeEndpoint): Endpoint {
  const endpoint = { host: addressFromBytes(address), port, kind: version === 4 ? 'v4' : 'v6' } as const
  return Object.freeze(scope === 0 ? endpoint : { ...endpoint, scope: String(scope) })
}
