/** What an engine is told, and what it tells, as far as a tunnel needs it. */
import { PeerFlag } from '../../addon/packed-peers.js'
import { addressToBytes } from '../../address/address.js'
import { parseEndpoint } from '../../address/endpoint.js'
import { parsePrefix } from '../../address/prefix.js'
import type { PresharedKey } from '../../keys/preshared-key.js'
import type { PrivateKey } from '../../keys/private-key.js'
import { PublicKey } from '../../keys/public-key.js'
import type { UapiChange, UapiDevice, UapiPeer } from '../../uapi/model.js'

export interface EngineSettings {
  readonly privateKey: PrivateKey
  readonly listenPort?: number | undefined
  readonly peers: readonly EnginePeer[]
}

interface EnginePeer {
  readonly publicKey: PublicKey
  readonly presharedKey?: PresharedKey | undefined
  /** `192.0.2.1:51820` or `[2001:db8::1]:51820`. */
  readonly endpoint?: string | undefined
  readonly allowedIps: readonly string[]
  readonly persistentKeepalive?: number | undefined
}

interface EnginePeerStatus extends Pick<UapiPeer, 'receivedBytes' | 'sentBytes'> {
  readonly publicKey: PublicKey
  readonly lastHandshake: Date | undefined
}

export interface EngineStatus {
  readonly listenPort: number
  readonly peers: readonly EnginePeerStatus[]
}

/** Everything becomes exactly this. Has the keys in it. */
export function changeTo({ privateKey, listenPort, peers }: EngineSettings): UapiChange {
  return {
    privateKey: privateKey.bytes(),
    listenPort,
    replacePeers: true,
    peers: peers.map(({ endpoint, ...peer }) => ({
      publicKey: peer.publicKey.bytes(),
      flags: PeerFlag.replaceAllowedIps,
      presharedKey: peer.presharedKey?.bytes(),
      endpoint: endpoint === undefined ? undefined : parseEndpoint(endpoint),
      persistentKeepalive: peer.persistentKeepalive || undefined,
      allowedIps: peer.allowedIps.map(allowedIpOf),
    })),
  }
}

function allowedIpOf(text: string) {
  const { version, address, prefixLength } = parsePrefix(text)
  return { version, address: addressToBytes(address), prefixLength }
}

export function statusOf({ listenPort, peers }: UapiDevice): EngineStatus {
  return {
    listenPort,
    peers: peers.map(({ publicKey, lastHandshake, receivedBytes, sentBytes }) => ({
      publicKey: new PublicKey(publicKey),
      lastHandshake: lastHandshake === 0 ? undefined : new Date(lastHandshake),
      receivedBytes,
      sentBytes,
    })),
  }
}
