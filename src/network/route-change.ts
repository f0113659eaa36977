import type { IpVersion } from '../addon/native-address.js'
import type { NativeNextHop, NativeRouteChange } from '../addon/native-route.js'
import { parseAddress } from '../address/address.js'
import type { Prefix } from '../address/prefix.js'
import { checkMtu, checkNumber, invalid, readAddress, readPrefix } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import { onLinkFlag, type RouteEncapsulation } from './route.js'
import { nativeMetrics, type RouteMetrics } from './route-metrics.js'
import {
  type RouteProtocol,
  type RouteType,
  routeProtocolNumber,
  routeTypeNumber,
  type Scope,
  scopeNumber,
} from './words.js'

/** A route, as ip-route(8) would be told of it. To delete one, what is absent matches any. */
export interface RouteChange {
  /** `10.0.0.0/16`, an address alone, or `default`. Its host bits are zero. */
  readonly to: 'default' | string | Prefix
  /** Of a default route that has neither gateway nor preferred source. Default: 4. */
  readonly version?: IpVersion | undefined
  /** The gateway, of the same version. */
  readonly gateway?: string | undefined
  /** Needed where there is no gateway, or the gateway is link-local. */
  readonly link?: LinkReference | undefined
  /** The source address of packets that have none as yet. */
  readonly preferredSource?: string | undefined
  /** 0 to 4294967295; of several routes the lowest counts. Default: 0, and 1024 for IPv6. */
  readonly metric?: number | undefined
  /** Bytes. Default: the link's. */
  readonly mtu?: number | undefined
  /** What connections by it start from: RTAX_…. */
  readonly metrics?: RouteMetrics | undefined
  /** The name of TCP's algorithm. */
  readonly congestionControl?: string | undefined
  /** Several ways, in place of `gateway` and `link`. */
  readonly nextHops?: readonly NextHopChange[] | undefined
  /** As the kernel has it: LWTUNNEL_ENCAP_…, and what is inside RTA_ENCAP. */
  readonly encapsulation?: RouteEncapsulation | undefined
  /** Takes the gateway to be on the link, whatever its addresses say. Default: false. */
  readonly onLink?: boolean | undefined
  /** Default: main. */
  readonly table?: RouteTable | undefined
  /** Default: `unicast`; `blackhole`, `unreachable`, `prohibit` and `throw` need no way. */
  readonly type?: RouteType | undefined
  /** Default: as ip-route(8) would choose. */
  readonly scope?: Scope | undefined
  /** Who made it. Default: `boot`. */
  readonly protocol?: RouteProtocol | undefined
}

/** One of several ways: a gateway, a link, or both. */
export interface NextHopChange {
  /** An address of the route's version. */
  readonly gateway?: string | undefined
  /** Needed where there is no gateway, or the gateway is link-local. */
  readonly link?: LinkReference | undefined
  /** 1 to 256: how much goes by it, beside the others. Default: 1. */
  readonly weight?: number | undefined
  /** Takes the gateway to be on the link. Default: false. */
  readonly onLink?: boolean | undefined
}

/** A routing table by its number, 1 to 4294967295, or its name in every Linux. */
export type RouteTable = 'main' | 'local' | 'default' | number

const mostOfU32 = 0xffff_ffff
const tables: Readonly<Record<string, number>> = { default: 253, main: 254, local: 255 }

/** The number of a table. */
export function readTable(table: RouteTable, operation: string): number {
  const number = typeof table === 'string' ? tables[table] : table
  if (number === undefined)
    throw invalid(operation, String(table), 'is none of the tables main, local, default')
  return checkNumber(number, 'routing table', operation, 1, mostOfU32)
}

/** Checks a route, and finds the indexes of its links. */
export async function readRoute(
  route: RouteChange,
  operation: string,
  index: (link: LinkReference) => Promise<number>,
): Promise<NativeRouteChange> {
  const { to, gateway, link, preferredSource, metric, mtu, table, nextHops } = route
  const prefix = to === 'default' ? undefined : readPrefix(to)
  const hint = gateway ?? preferredSource ?? nextHops?.find((hop) => hop.gateway !== undefined)?.gateway
  const known = prefix?.version ?? route.version ?? versionOf(hint)
  const word = (what: string, number: number | undefined, given: unknown) =>
    given === undefined ? undefined : checkNumber(number ?? -1, what, operation, 0, 255)
  return {
    version: known,
    // The kernel tells the default route by its length alone.
    destination: prefix?.prefixLength ? prefix.address : undefined,
    prefixLength: prefix?.prefixLength ?? 0,
    gateway: gateway === undefined ? undefined : readAddress(gateway, known, operation),
    link: link === undefined ? undefined : await index(link),
    preferredSource:
      preferredSource === undefined ? undefined : readAddress(preferredSource, known, operation),
    metric: metric === undefined ? undefined : checkNumber(metric, 'metric', operation, 0, mostOfU32),
    metrics: nativeMetrics(
      mtu === undefined ? undefined : checkMtu(mtu, operation),
      route.metrics,
      operation,
    ),
    congestionControl: route.congestionControl,
    nextHops: await readNextHops(route, known, operation, index),
    encapsulation: route.encapsulation && readEncapsulation(route.encapsulation, operation),
    flags: route.onLink ? onLinkFlag : 0,
    table: table === undefined ? undefined : readTable(table, operation),
    scope: word('scope', route.scope && scopeNumber(route.scope), route.scope),
    protocol: word('protocol', route.protocol && routeProtocolNumber(route.protocol), route.protocol),
    type: word('type of a route', route.type && routeTypeNumber(route.type), route.type),
  }
}

async function readNextHops(
  { gateway, link, nextHops }: RouteChange,
  version: IpVersion,
  operation: string,
  index: (link: LinkReference) => Promise<number>,
): Promise<readonly NativeNextHop[] | undefined> {
  if (nextHops === undefined || nextHops.length === 0) return undefined
  if (gateway !== undefined || link !== undefined)
    throw invalid(operation, 'nextHops:', 'stand in place of gateway and link')
  const hops: NativeNextHop[] = []
  for (const hop of nextHops) {
    hops.push({
      gateway: hop.gateway === undefined ? undefined : readAddress(hop.gateway, version, operation),
      weight: checkNumber(hop.weight ?? 1, 'weight', operation, 1, 256),
      flags: hop.onLink ? onLinkFlag : 0,
      link: hop.link === undefined ? undefined : await index(hop.link),
    })
  }
  return hops
}

function readEncapsulation({ type, data }: RouteEncapsulation, operation: string): RouteEncapsulation {
  checkNumber(type, 'type of encapsulation', operation, 1, 0xffff)
  if (!(data instanceof Uint8Array)) throw invalid(operation, 'encapsulation:', 'has no bytes')
  return { type, data }
}

function versionOf(address: string | undefined): IpVersion {
  return address === undefined ? 4 : parseAddress(address).version
}
