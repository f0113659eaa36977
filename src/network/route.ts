import type { NativeRoute } from '../addon/native-route.js'
import type { Prefix } from '../address/prefix.js'
import { encapsulationOf, type RouteEncapsulation } from './encapsulation.js'
import { type NextHop, nextHopSnapshot } from './next-hop.js'
import { type Realms, realmsOf } from './realms.js'
import { onLinkFlag, type RouteFlag, routeFlagWords } from './route-flags.js'
import { metricsOf, mtuOf, type RouteMetrics } from './route-metrics.js'
import { type RouteTableName, tableName } from './table.js'
import {
  type RoutePreference,
  type RouteProtocol,
  type RouteType,
  routePreferenceWord,
  routeProtocolWord,
  routeTypeWord,
  type Scope,
  scopeWord,
} from './words.js'

/** What the kernel told of a route at one moment. One by several ways has neither `gateway` nor `link`. */
export interface Route {
  /** `0.0.0.0/0` or `::/0` for the default route. */
  readonly to: Prefix
  /** For packets from there only, IPv6; of a way that was looked up: from whom it was asked for. Undefined: all. */
  readonly from: Prefix | undefined
  /** For packets with this TOS only, IPv4. Undefined: any. */
  readonly tos: number | undefined
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
  /** The number of the object of ip-nexthop(8) that has its ways. */
  readonly nextHopId: number | undefined
  /** Undefined: packets go as they are. */
  readonly encapsulation: RouteEncapsulation | undefined
  /** What the packets are counted as, IPv4. */
  readonly realms: Realms | undefined
  /** Of routers that are as good otherwise, IPv6 (RFC 4191). */
  readonly preference: RoutePreference | undefined
  /** Seconds until it goes, as a route of a router's advertisement does. Undefined: it stays. */
  readonly expires: number | undefined
  /** The gateway is taken to be on the link, whatever its addresses say. */
  readonly onLink: boolean
  /** What the kernel says of it: `dead`, `linkdown`, `offload` …. */
  readonly flags: readonly RouteFlag[]
  /** 254 is main, 255 local, 253 default. */
  readonly table: number
  /** Of these three; undefined for others. */
  readonly tableName: RouteTableName | undefined
  /** How far its destinations are: RT_SCOPE_…. */
  readonly scope: Scope
  /** Who made it: RTPROT_…. */
  readonly protocol: RouteProtocol
  /** What it does with packets: RTN_…. */
  readonly type: RouteType
}

/** A frozen snapshot; `names` of links by index, as far as known. */
export function routeSnapshot(route: NativeRoute, names: ReadonlyMap<number, string>): Route {
  const { version, destination, prefixLength, source, preference } = route
  return Object.freeze({
    to: Object.freeze({ version, address: destination ?? (version === 4 ? '0.0.0.0' : '::'), prefixLength }),
    from: source && Object.freeze({ version, ...source }),
    tos: route.tos === 0 ? undefined : route.tos,
    gateway: route.gateway,
    link: route.link,
    linkName: route.link === undefined ? undefined : names.get(route.link),
    preferredSource: route.preferredSource,
    metric: route.metric,
    mtu: mtuOf(route.metrics),
    metrics: metricsOf(route.metrics),
    congestionControl: route.congestionControl,
    nextHops: Object.freeze(route.nextHops.map((hop) => nextHopSnapshot(hop, names))),
    nextHopId: route.nextHopId,
    encapsulation: encapsulationOf(route.encapsulation),
    realms: realmsOf(route.realms),
    preference: preference === undefined ? undefined : routePreferenceWord(preference),
    expires: route.expires,
    onLink: (route.flags & onLinkFlag) !== 0,
    flags: routeFlagWords(route.flags),
    table: route.table,
    tableName: tableName(route.table),
    scope: scopeWord(route.scope),
    protocol: routeProtocolWord(route.protocol),
    type: routeTypeWord(route.type),
  })
}

/** The links that a route leaves by. */
export function linksOf({ link, nextHops }: NativeRoute): readonly number[] {
  return [link, ...nextHops.map((hop) => hop.link)].filter((index) => index !== undefined)
}
