// Routes, as they cross the line to the addon.
import type { IpVersion } from './native-address.js'

/** RTAX_… but RTAX_CC_ALGO. */
export interface NativeRouteMetric {
  readonly type: number
  readonly value: number
}

export interface NativeNextHop {
  readonly gateway?: string | undefined
  readonly link?: number | undefined
  /** 1 to 256. */
  readonly weight: number
  /** RTNH_F_… */
  readonly flags: number
}

export interface NativeEncapsulation {
  /** LWTUNNEL_ENCAP_… */
  readonly type: number
  /** What is inside RTA_ENCAP. */
  readonly data: Uint8Array
}

export interface NativeRoute {
  readonly version: IpVersion
  /** Undefined: the default route. */
  readonly destination: string | undefined
  readonly prefixLength: number
  readonly gateway: string | undefined
  readonly link: number | undefined
  readonly preferredSource: string | undefined
  readonly metric: number | undefined
  readonly metrics: NativeRouteMetric[]
  /** RTAX_CC_ALGO. */
  readonly congestionControl: string | undefined
  readonly nextHops: NativeNextHop[]
  readonly encapsulation: NativeEncapsulation | undefined
  /** RTNH_F_… */
  readonly flags: number
  readonly table: number
  /** RT_SCOPE_… */
  readonly scope: number
  /** RTPROT_… */
  readonly protocol: number
  /** RTN_… */
  readonly type: number
}

export interface NativeRouteChange {
  readonly version: IpVersion
  readonly destination?: string | undefined
  readonly prefixLength: number
  readonly gateway?: string | undefined
  readonly link?: number | undefined
  readonly preferredSource?: string | undefined
  readonly metric?: number | undefined
  readonly metrics?: readonly NativeRouteMetric[] | undefined
  readonly congestionControl?: string | undefined
  readonly nextHops?: readonly NativeNextHop[] | undefined
  readonly encapsulation?: NativeEncapsulation | undefined
  readonly flags?: number | undefined
  readonly table?: number | undefined
  readonly scope?: number | undefined
  readonly protocol?: number | undefined
  readonly type?: number | undefined
}
