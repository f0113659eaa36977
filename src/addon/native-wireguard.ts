// WireGuard links, as they cross the line to the addon.
import type { NativeLinkSelector } from './native-link.js'

/** What the kernel tells of a WireGuard link. Whoever reads the secrets wipes them. */
export interface NativeWireGuard {
  readonly index: number
  readonly name: string
  /** 32 bytes. Undefined: there is none, or it was not asked for. */
  readonly privateKey?: Uint8Array
  readonly publicKey?: Uint8Array
  readonly listenPort: number
  /** 0: none. */
  readonly fwmark: number
  /** As packed-peers.ts reads them. */
  readonly peers: Uint8Array
}

/** What is absent stays as it is. */
export interface NativeWireGuardChange extends NativeLinkSelector {
  /** WGDEVICE_F_REPLACE_PEERS. */
  readonly replacePeers?: boolean | undefined
  /** 32 bytes; zeros: none. */
  readonly privateKey?: Uint8Array | undefined
  /** 0: one that the kernel chooses. */
  readonly listenPort?: number | undefined
  /** 0: none. */
  readonly fwmark?: number | undefined
  /** As packed-peers.ts writes them. */
  readonly peers?: Uint8Array | undefined
}
