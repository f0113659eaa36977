import type { RequestOptions } from '../netlink/conversation.js'
import type { Launcher } from './launcher.js'

/** What {@link Namespace.open} takes besides. */
export interface NamespaceOpenOptions {
  /** Gives the opening up. */
  readonly signal?: AbortSignal | undefined
  /** Where `sinfonia-tier3 setup` has installed its programs, if not in its default directory. */
  readonly libexec?: string | undefined
  /** What holds the namespaces, and whose they are. Default: the caller's, and the launcher that his system lets make them. */
  readonly launcher?: Launcher | undefined
}

/** What {@link Namespace.create} takes. */
export interface NamespaceOptions extends NamespaceOpenOptions {
  /**
   * Make a named network namespace, as `ip netns add NAME` does: it stands at /run/netns/NAME, belongs to the caller's own user
   * namespace, and outlives this object and this process, until {@link Namespace.delete}. Needs root (CAP_SYS_ADMIN). Goes with
   * none of tun, mapRoot, uid and gid. 1 to 255 bytes, no slash. Default: none, and no right is needed.
   */
  readonly name?: string | undefined
  /** Open a TUN device in it: IP packets, each behind a virtio_net_hdr. Needs /dev/net/tun open to the caller. Default: false. */
  readonly tun?: boolean | undefined
  /** Map the caller to root inside, and let applications keep the namespace's capabilities. Default: false. */
  readonly mapRoot?: boolean | undefined
  /** The number that the caller's user has inside (user_namespaces(7)), 0 to 4294967294. No other user exists there. Default: the same; with `mapRoot` 0. */
  readonly uid?: number | undefined
  /** The number that the caller's group has inside. Default: the same; with `mapRoot` 0. */
  readonly gid?: number | undefined
}

/** What {@link Namespace.openSocket} opens. */
export interface NamespaceSocketOptions extends RequestOptions {
  /** The protocol. */
  readonly type: 'udp' | 'tcp'
  /** IPv4 or IPv6, without a zone. An IPv6 socket takes IPv6 only. */
  readonly address: string
  /** 0 to 65535; 0: one that the kernel chooses. */
  readonly port: number
  /** TCP only. Default: 511, as Node's own. */
  readonly backlog?: number | undefined
}

/** A TUN device: its descriptor, and its name inside. */
export interface Tun {
  /** Of the device. */
  readonly descriptor: number
  /** Inside. */
  readonly name: string
}
