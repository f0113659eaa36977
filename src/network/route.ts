import type { NativeNextHop, NativeRoute } from '../addon/native-route.js'
import type { Prefix } from '../address/prefix.js'
import { metricsOf, mtuOf, type RouteMetrics } from './route-metrics.js'
import {
  type RouteProtocol,
  type RouteType,
  routeProtocolWord,
  routeTypeWord,
  type Scope,
  scopeWord,
} from './words.js'

/** One of the ways of a route that has several. */
export interface NextHop {
  /** Of either version. */
  readonly gateway: string | undefined
  /** The index of the link that it leaves by. */
  readonly link: number | undefined
  /** Undefined where that has gone meanwhile. */
  readonly linkName: string | undefined
  /** 1 to 256: how much goes by it, beside the others. */
  readonly weight: number
  /** The gateway is taken to be on the link, whatever its addresses say. */
  readonly onLink: boolean
}

/** What packets are put into on their way (MPLS, SRv6 …), as the kernel has it. */
export interface RouteEncapsulation {
  /** LWTUNNEL_ENCAP_… of <linux/lwtunnel.h>. */
  readonly type: number
  /** What is inside RTA_ENCAP. */
  readonly data: Uint8Array
}

/** What the kernel told of a route at one moment. One by several ways has neither `gateway` nor `link`. */
export interface Route {
  /** `0.0.0.0/0` or `::/0` for the default route. */
  readonly to: Prefix
  /** Of either version. */
  readonly gateway: string | undefined
  /** The index of the link that it leaves by. */
  readonly link: number | undefined
  /** Undefined where that has gone meanwhile. */
  readonly linkName: string | undefined
  /** The source address of packets that have none as yet. */
  readonly preferredSource: string | undefined
  /** Of several the one with the lowest counts. */
  readonly metric: number | undefined
  /** Bytes; undefined: the link's. */
  readonly mtu: number | undefined
  /** Undefined or absent: the system's own. */
  readonly metrics: RouteMetrics | undefined
  /** The name of TCP's algorithm. */
  readonly congestionControl: string | undefined
  /** Empty where there is one way only. */
  readonly nextHops: readonly NextHop[]
  /** Undefined: packets go as they are. */
  readonly encapsulation: RouteEncapsulation | undefined
  /** The gateway is taken to be on the link, whatever its addresses say. */
  readonly onLink: boolean
  /** 254 is main, 255 local. */
  readonly table: number
  /** How far its destinations are: RT_SCOPE_…. */
  readonly scope: Scope
  /** Who made it: RTPROT_…. */
  readonly protocol: RouteProtocol
  /** What it does with packets: RTN_…. */
  readonly type: RouteType
}

/** RTNH_F_ONLINK. */
export const onLinkFlag = 4

/** A frozen snapshot; `names` of links by index, as far as known. */
export function routeSnapshot(route: NativeRoute, names: ReadonlyMap<number, string>): Route {
  const { version, destination, prefixLength } = route
  return Object.freeze({
    to: Object.freeze({ version, address: destination ?? (version === 4 ? '0.0.0.0' : '::'), prefixLength }),
    gateway: route.gateway,
    link: route.link,
    linkName: route.link === undefined ? undefined : names.get(route.link),
    preferredSource: route.preferredSource,
    metric: route.metric,
    mtu: mtuOf(route.metrics),
    metrics: metricsOf(route.metrics),
    congestionControl: route.congestionControl,
    nextHops: Object.freeze(route.nextHops.map((hop) => nextHop(hop, names))),
    encapsulation: route.encapsulation && Object.freeze(route.encapsulation),
    onLink: (route.flags & onLinkFlag) !== 0,
    table: route.table,
    scope: scopeWord(route.scope),
    protocol: routeProtocolWord(route.protocol),
    type: routeTypeWord(route.type),
  })
}

/** The links that a route leaves by. */
export function linksOf({ link, nextHops }: NativeRoute): readonly number[] {
  return [link, ...nextHops.map((hop) => hop.link)].filter((index) => index !== undefined)
}

function nextHop(
  { gateway, link, weight, flags }: NativeNextHop,
  names: ReadonlyMap<number, string>,
): NextHop {
  return Object.freeze({
    gateway,
    link,
    linkName: link === undefined ? undefined : names.get(link),
    weight,
    onLink: (flags & onLinkFlag) !== 0,
  })
}
