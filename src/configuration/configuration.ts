/** What a configuration file of WireGuard says, with types. */
import type { Endpoint } from '../address/endpoint.js'
import type { Prefix } from '../address/prefix.js'
import type { PresharedKey } from '../keys/preshared-key.js'
import type { PrivateKey } from '../keys/private-key.js'
import type { PublicKey } from '../keys/public-key.js'

/** A file of wg(8): what `wg setconf` makes of a link. What is absent is not in the file. */
export interface Configuration {
  /** All zeros, as wg(8) writes it: none. */
  readonly privateKey?: PrivateKey | undefined
  /** UDP port, 1 to 65535; 0: one that the kernel chooses. */
  readonly listenPort?: number | undefined
  /** SO_MARK of the packets that it sends, 1 to 2^32-1; 0: off. */
  readonly fwmark?: number | undefined
  /** Each public key once. */
  readonly peers: readonly ConfigurationPeer[]
}

/** A `[Peer]` of wg(8). */
export interface ConfigurationPeer {
  readonly publicKey: PublicKey
  /** All zeros, as wg(8) writes it: none. */
  readonly presharedKey?: PresharedKey | undefined
  /** As it stands in the file; a name is not resolved. */
  readonly endpoint?: Endpoint | undefined
  /** Seconds, 1 to 65535; 0: off. */
  readonly persistentKeepalive?: number | undefined
  /** Host bits are kept; the kernel drops them. */
  readonly allowedIps: readonly Prefix[]
}

/** What wg-quick(8) reads in `[Interface]` besides. */
export interface QuickSettings {
  /** Of the link, with the sizes of their networks. */
  readonly addresses: readonly Prefix[]
  /** Name servers and search domains for resolvconf(8). */
  readonly dns?: { readonly servers: readonly string[]; readonly search: readonly string[] } | undefined
  /** Bytes, 1 to 2^31-1. Absent: chosen by the routes to the endpoints. */
  readonly mtu?: number | undefined
  /** Where the routes go: `auto` (as absent), `off`, or a table by number (to 2^32-1) or name. */
  readonly table?: number | string | undefined
  /** Whether the file is written anew when the link is taken down. */
  readonly saveConfig?: boolean | undefined
  /** Commands of a shell, run in this order; `%i` stands for the link's name. They are root's: run no file that you do not trust. */
  readonly preUp: readonly string[]
  /** Run when the link is up. */
  readonly postUp: readonly string[]
  /** Run before the link is taken down. */
  readonly preDown: readonly string[]
  /** Run when the link has been taken down. */
  readonly postDown: readonly string[]
}

/** A file of wg-quick(8). */
export interface QuickConfiguration extends Configuration, QuickSettings {}

/** How a file is read. */
export interface ConfigurationOptions {
  /** Read what wg-quick(8) knows besides: Address, DNS, MTU, Table, SaveConfig, PreUp, PostUp, PreDown, PostDown. Default: false. */
  readonly quick?: boolean | undefined
  /** Name for messages: `wg0.conf:3:12: …`. Nothing is read from it. */
  readonly file?: string | undefined
  /** Pass over keys and sections that neither tool knows instead of refusing them. Default: false. */
  readonly allowUnknown?: boolean | undefined
}
