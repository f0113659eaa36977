import type { OperationError } from '../../errors/operation-error.js'
import type { PrivateKey } from '../../keys/private-key.js'
import type { PublicKey } from '../../keys/public-key.js'
import type { Namespace } from '../../namespace/namespace.js'
import type { SupervisedEngine } from '../../namespace/supervise.js'
import type { Network } from '../../network/network.js'
import type { TunnelPeer } from '../configuration.js'

/** How the WireGuard link of a tunnel comes about: the kernel's own, or an engine behind a TUN device. */
export type WayName = 'kernel' | 'userspace'

/** A peer whose endpoint's name has been resolved. */
export interface ResolvedPeer extends Omit<TunnelPeer, 'endpoint'> {
  /** `192.0.2.1:51820` or `[2001:db8::1]:51820`. */
  readonly endpoint?: string | undefined
}

export interface WireGuardSettings {
  readonly privateKey: PrivateKey
  readonly listenPort?: number | undefined
  readonly peers: readonly ResolvedPeer[]
}

/** What is known of a peer at one moment. */
export interface PeerStatus {
  /** Undefined: there was none yet. */
  readonly lastHandshake: Date | undefined
  /** Since the peer was added. */
  readonly receivedBytes: bigint
  /** Since the peer was added. */
  readonly sentBytes: bigint
}

/** A WireGuard link inside a namespace whose UDP socket is in the host's. */
export interface WireGuardLink {
  /** Inside. */
  readonly index: number
  /** Keys, port and peers become exactly these. */
  configure(settings: WireGuardSettings): Promise<void>
  listenPort(): Promise<number>
  /** Undefined: no such peer. */
  peer(publicKey: PublicKey): Promise<PeerStatus | undefined>
  /** The greatest link MTU that fits this path MTU. */
  mtu(pathMtu: number): number
  /** Resolves once the link is gone: with an error where nobody asked for that. */
  readonly ended: Promise<Error | undefined>
  /** What keeps the link alive when this process is replaced by the supervisor; undefined: the namespace alone does. */
  handOver(): SupervisedEngine | undefined
  /** Idempotent. */
  close(): Promise<void>
}

export interface WayRequirements {
  /** Where `sinfonia-tier3 setup` has installed its programs. Default: /usr/local/libexec/sinfonia-tier3. */
  readonly libexec?: string | undefined
  /** Whether the UDP port has to be a certain one. */
  readonly listenPort?: boolean | undefined
  /** Whether it is to be this way or none: what seems not to work is tried then where the kernel has the last word. */
  readonly isInsisted?: boolean | undefined
}

export interface WireGuardLinkOptions extends WayRequirements {
  /** Called with each line that the way has to say. */
  readonly log?: ((line: string) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export interface Way {
  readonly name: WayName
  /** Whether the namespace must be made with a TUN device. */
  readonly needsTun: boolean
  /** Why it cannot work, as far as that is seen without trying. */
  unavailable(requirements: WayRequirements): OperationError | undefined
  /**
   * Makes the link, seen from inside as `network` shows it.
   *
   * @throws OperationError ERR_KERNEL_WIREGUARD, ERR_HELPER where another way may work all the same
   */
  open(namespace: Namespace, network: Network, options: WireGuardLinkOptions): Promise<WireGuardLink>
}
