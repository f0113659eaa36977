// Routes, as they cross the line to the addon.
import type { IpVersion } from './native-address.js'
import type { NativePrefix } from './native-prefix.js'

/** RTAX_… but RTAX_CC_ALGO. */
export interface NativeRouteMetric {
  readonly type: number
  readonly value: number
}

export interface NativeEncapsulation {
  /** LWTUNNEL_ENCAP_… */
  readonly type: number
  /** What is inside RTA_ENCAP. */
  readonly data: Uint8Array
}

export interface NativeNextHop {
  /** Of either version. */
  readonly gateway?: string | undefined
  readonly link?: number | undefined
  /** 1 to 256. */
  readonly weight: number
  /** RTNH_F_… */
  readonly flags: number
  /** RTA_FLOW. */
  readonly realms?: number | undefined
  readonly encapsulation?: NativeEncapsulation | undefined
}

export interface NativeRoute {
  readonly version: IpVersion
  /** Undefined: the default route. */
  readonly destination: string | undefined
  readonly prefixLength: number
  /** RTA_SRC. */
  readonly source: NativePrefix | undefined
  readonly tos: number
  /** Of either version. */
  readonly gateway: string | undefined
  readonly link: number | undefined
  readonly preferredSource: string | undefined
  readonly metric: number | undefined
  readonly metrics: NativeRouteMetric[]
  /** RTAX_CC_ALGO. */
  readonly congestionControl: string | undefined
  readonly nextHops: NativeNextHop[]
  /** RTA_NH_ID. */
  readonly nextHopId: number | undefined
  readonly encapsulation: NativeEncapsulation | undefined
  /** RTA_FLOW. */
  readonly realms: number | undefined
  /** RTA_PREF: ICMPV6_ROUTER_PREF_… */
  readonly preference: number | undefined
  /** Seconds. */
  readonly expires: number | undefined
  /** RTNH_F_…, RTM_F_… */
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
  readonly source?: NativePrefix | undefined
  readonly tos?: number | undefined
  readonly gateway?: string | undefined
  readonly link?: number | undefined
  readonly preferredSource?: string | undefined
  readonly metric?: number | undefined
  readonly metrics?: readonly NativeRouteMetric[] | undefined
  readonly congestionControl?: string | undefined
  readonly nextHops?: readonly NativeNextHop[] | undefined
  /** Stands in place of gateway, link, nextHops and encapsulation. */
  readonly nextHopId?: number | undefined
  readonly encapsulation?: NativeEncapsulation | undefined
  readonly realms?: number | undefined
  readonly preference?: number | undefined
  readonly expires?: number | undefined
  readonly flags?: number | undefined
  readonly table?: number | undefined
  readonly scope?: number | undefined
  readonly protocol?: number | undefined
  readonly type?: number | undefined
}

/** What is absent does not matter. */
export interface NativeRouteFilter {
  readonly table?: number | undefined
  /** One that they leave by. */
  readonly link?: number | undefined
  /** RTPROT_… */
  readonly protocol?: number | undefined
  /** RTN_… */
  readonly type?: number | undefined
}

/** What is known of a packet (RTM_GETROUTE, as `ip route get`). */
export interface NativeRouteQuery {
  readonly version: IpVersion
  readonly destination: string
  readonly source?: string | undefined
  /** By index. */
  readonly incoming?: number | undefined
  readonly outgoing?: number | undefined
  readonly mark?: number | undefined
  readonly user?: number | undefined
  readonly tos?: number | undefined
  readonly ipProtocol?: number | undefined
  readonly sourcePort?: number | undefined
  readonly destinationPort?: number | undefined
}
