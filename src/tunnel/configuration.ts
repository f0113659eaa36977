import type { Endpoint } from '../address/endpoint.js'
import type { Prefix } from '../address/prefix.js'
import type { PresharedKey } from '../keys/preshared-key.js'
import type { PrivateKey } from '../keys/private-key.js'
import type { PublicKey } from '../keys/public-key.js'

/** The other end of a tunnel: the `[Peer]` of wg(8). */
export interface TunnelPeer {
  /** The other end's. */
  readonly publicKey: PublicKey
  /** Absent: none. */
  readonly presharedKey?: PresharedKey | undefined
  /** Where to send to; a name is resolved in the host's namespace. Absent: the peer calls first. */
  readonly endpoint?: Endpoint | undefined
  /** What may come from this peer and is routed to it. */
  readonly allowedIps: readonly Prefix[]
  /** Seconds, 1 to 65535. Absent: off. */
  readonly persistentKeepalive?: number | undefined
}

/** What a {@link Tunnel} is configured with: the `[Interface]` and `[Peer]` sections of wg-quick(8). */
export interface TunnelConfiguration {
  /** This end's. */
  readonly privateKey: PrivateKey
  /** UDP port in the host's namespace, 1 to 65535. Absent: one that the kernel chooses. */
  readonly listenPort?: number | undefined
  /** Of the link inside. */
  readonly addresses: readonly Prefix[]
  /** Each public key once. */
  readonly peers: readonly TunnelPeer[]
  /** Name of the link inside, 1 to 15 bytes. Default: `wg0`. */
  readonly linkName?: string | undefined
  /** Bytes, 68 to 65455; 1280 and more with IPv6 inside. Default: what the routes to the endpoints carry less 80, at most 1420. */
  readonly mtu?: number | undefined
  /** Becomes /etc/resolv.conf inside. Absent: the host's stays. */
  readonly resolver?: TunnelResolver | undefined
}

/** Name servers and search domains inside a tunnel: resolv.conf(5). */
export interface TunnelResolver {
  /** Addresses; the first one is asked first. */
  readonly servers: readonly string[]
  /** Domains for names without enough dots. */
  readonly search?: readonly string[] | undefined
  /** Default: `ndots:5`, as Kubernetes and the reference client set it. */
  readonly options?: readonly string[] | undefined
}
