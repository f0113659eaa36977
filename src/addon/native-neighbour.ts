// Neighbours, as they cross the line to the addon.
import type { IpVersion } from './native-address.js'

export interface NativeNeighbour {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly hardwareAddress: Uint8Array | undefined
  /** NUD_… */
  readonly state: number
  /** NTF_… */
  readonly flags: number
  /** RTN_… */
  readonly type: number
  /** RTPROT_… */
  readonly protocol: number | undefined
  /** NTF_EXT_… */
  readonly extendedFlags: number
  /** struct nda_cacheinfo: hundredths of a second that have passed since. */
  readonly cache: NativeNeighbourCache | undefined
  readonly probes: number | undefined
  readonly vlan: number | undefined
  readonly master: number | undefined
}

export interface NativeNeighbourCache {
  readonly confirmed: number
  readonly used: number
  readonly updated: number
  readonly references: number
}

/** Absent: all. The kernel may tell of all links all the same. */
export interface NativeNeighbourFilter {
  readonly version?: IpVersion | undefined
  readonly link?: number | undefined
  /** The addresses that this host answers for in place of others, and no neighbours. */
  readonly proxies?: boolean | undefined
}

export interface NativeNeighbourChange {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly hardwareAddress?: Uint8Array | undefined
  readonly state?: number | undefined
  readonly flags?: number | undefined
  readonly extendedFlags?: number | undefined
  readonly protocol?: number | undefined
}
