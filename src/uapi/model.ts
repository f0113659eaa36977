/** What crosses WireGuard's userspace protocol in either direction. */
import type { NativePeer, NativePeerChange } from '../addon/packed-peers.js'
import type { Endpoint } from '../address/endpoint.js'

/** What is absent stays as it is. The caller wipes the keys. */
export interface UapiChange {
  readonly replacePeers?: boolean | undefined
  /** 32 bytes; zeros: none. */
  readonly privateKey?: Uint8Array | undefined
  /** 0: one that the implementation chooses. */
  readonly listenPort?: number | undefined
  /** 0: none. */
  readonly fwmark?: number | undefined
  readonly peers?: readonly UapiPeerChange[] | undefined
}

export interface UapiPeerChange extends Omit<NativePeerChange, 'endpoint'> {
  readonly endpoint?: Endpoint | undefined
}

export interface UapiDevice {
  /** 32 bytes. Undefined: there is none. */
  readonly privateKey: Uint8Array | undefined
  /** 0: none. */
  readonly listenPort: number
  readonly fwmark: number
  readonly peers: readonly UapiPeer[]
}

/** The scope of its endpoint is told by name or by number. */
export interface UapiPeer extends Omit<NativePeer, 'endpoint'> {
  readonly endpoint: Endpoint | undefined
}

/** Overwrites the keys. */
export function wipeDevice({ privateKey, peers }: UapiDevice): void {
  privateKey?.fill(0)
  for (const { presharedKey } of peers) presharedKey?.fill(0)
}

export function wipeChange({ privateKey, peers }: UapiChange): void {
  privateKey?.fill(0)
  for (const { presharedKey } of peers ?? []) presharedKey?.fill(0)
}
