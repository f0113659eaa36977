import type { IpVersion } from '../addon/native-address.js'
import type { NativeNextHop, NativeRouteChange } from '../addon/native-route.js'
import { parseAddress } from '../address/address.js'
import type { Prefix } from '../address/prefix.js'
import {
  checkMtu,
  checkNumber,
  checkVersion,
  invalid,
  readAddress,
  readPrefix,
  refuseUnknown,
} from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import { nativeEncapsulation, type RouteEncapsulation } from './encapsulation.js'
import { readGateway } from './gateway.js'
import { type NextHopChange, readNextHop } from './next-hop.js'
import { nativeRealms, type Realms } from './realms.js'
import type { Route } from './route.js'
import { onLinkFlag } from './route-flags.js'
import { nativeMetrics, type RouteMetrics } from './route-metrics.js'
import { type RouteTable, readTable } from './table.js'
import {
  type RoutePreference,
  type RouteProtocol,
  type RouteType,
  routePreferenceNumber,
  routeProtocolNumber,
  routeTypeNumber,
  type Scope,
  scopeNumber,
} from './words.js'

/**
 * A route, as ip-route(8) would be told of it; a listed one will do. To delete one, what is absent matches any, but for the table
 * (main), the version of `default` (4), `from` (all) and `tos` (any packet's: 0).
 */
export interface RouteChange {
  /** `10.0.0.0/16`, an address alone, or `default`. Its host bits are zero. */
  readonly to: 'default' | string | Prefix
  /** Of a default route that has neither gateway nor preferred source. Default: 4. */
  readonly version?: IpVersion | undefined
  /** For packets from there only, IPv6. Default: all. */
  readonly from?: string | Prefix | undefined
  /** For packets with this TOS only, IPv4: 0 (any) to 255, without the bits of ECN. Default: 0. */
  readonly tos?: number | undefined
  /** An address; of a route of IPv4 it may be one of IPv6 (Linux 5.2). */
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
  /** The number of an object of ip-nexthop(8), whose ways stand in place of all that is said of them here (Linux 5.3). */
  readonly nextHopId?: number | undefined
  /** As the kernel has it: LWTUNNEL_ENCAP_…, and what is inside RTA_ENCAP. */
  readonly encapsulation?: RouteEncapsulation | undefined
  /** What the packets are counted as, IPv4; a number is that of where they go. Default: none. */
  readonly realms?: number | Realms | undefined
  /** Of routers that are as good otherwise, IPv6 (RFC 4191). Default: `medium`. */
  readonly preference?: RoutePreference | undefined
  /** Seconds until it goes, IPv6; 1 to 4294967295. Default: it stays. */
  readonly expires?: number | undefined
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

/** What is only told of a route is left out. */
const known: Readonly<Record<keyof Route | keyof RouteChange, true>> = {
  ...{ to: true, version: true, from: true, tos: true, gateway: true, link: true, linkName: true },
  ...{ preferredSource: true, metric: true, mtu: true, metrics: true, congestionControl: true },
  ...{ nextHops: true, nextHopId: true, encapsulation: true, realms: true, preference: true },
  ...{ expires: true, onLink: true, flags: true, table: true, tableName: true, scope: true },
  ...{ protocol: true, type: true },
}

const mostOfU32 = 0xffff_ffff

/** Checks a route, and finds the indexes of its links. */
export async function readRoute(
  route: RouteChange,
  operation: string,
  index: (link: LinkReference) => Promise<number>,
): Promise<NativeRouteChange> {
  refuseUnknown(route, known, operation)
  const prefix = route.to === 'default' ? undefined : readPrefix(route.to)
  const version = prefix?.version ?? checkVersion(route.version, operation) ?? versionOf(route)
  const { link } = route
  return {
    version,
    // The kernel tells the default route by its length alone.
    destination: prefix?.prefixLength ? prefix.address : undefined,
    prefixLength: prefix?.prefixLength ?? 0,
    ...readValues(route, version, operation),
    nextHops: await readNextHops(route, version, operation, index),
    link: link === undefined ? undefined : await index(link),
  }
}

/** What takes no question to the kernel. */
function readValues(route: RouteChange, version: IpVersion, operation: string) {
  const { preferredSource, mtu, table, congestionControl } = route
  const number = (what: string, value: number | undefined, least = 0, most = mostOfU32) =>
    value === undefined ? undefined : checkNumber(value, what, operation, least, most)
  const word = (what: string, found: number | undefined, given: unknown) =>
    given === undefined ? undefined : checkNumber(found ?? -1, what, operation, 0, 255)
  const { scope, protocol, type, preference } = route
  return {
    ...readVersioned(route, version, operation),
    gateway: readGateway(route.gateway, version, operation),
    preferredSource:
      preferredSource === undefined ? undefined : readAddress(preferredSource, version, operation),
    metric: number('metric', route.metric),
    metrics: nativeMetrics(
      mtu === undefined ? undefined : checkMtu(mtu, operation),
      route.metrics,
      operation,
    ),
    congestionControl:
      congestionControl === undefined ? undefined : readAlgorithm(congestionControl, operation),
    nextHopId: number('number of a next hop', route.nextHopId, 1),
    encapsulation: nativeEncapsulation(route.encapsulation, operation),
    realms: nativeRealms(route.realms, version, operation),
    flags: route.onLink ? onLinkFlag : 0,
    table: table === undefined ? undefined : readTable(table, operation),
    scope: word('scope', scope && scopeNumber(scope), scope),
    protocol: word('protocol', protocol && routeProtocolNumber(protocol), protocol),
    type: word('type of a route', type && routeTypeNumber(type), type),
    preference: word('preference', preference && routePreferenceNumber(preference), preference),
  }
}

/** What the kernel takes of one version, and leaves out of the other. */
function readVersioned(
  { from, tos, preference, expires }: RouteChange,
  version: IpVersion,
  operation: string,
) {
  const only = (of: IpVersion, what: string, value: unknown) => {
    if (value !== undefined && version !== of) throw invalid(operation, `${what}:`, `is of IPv${of} only`)
  }
  only(6, 'from', from)
  only(6, 'preference', preference)
  only(6, 'expires', expires)
  only(4, 'tos', tos || undefined)
  const source = from === undefined ? undefined : readPrefix(from)
  if (source !== undefined && source.version !== version)
    throw invalid(operation, source.address, `is not of IPv${version}, as the rest`)
  return {
    source: source?.prefixLength ? { address: source.address, prefixLength: source.prefixLength } : undefined,
    tos: tos === undefined ? undefined : checkNumber(tos, 'TOS', operation, 0, 255),
    expires:
      expires === undefined ? undefined : checkNumber(expires, 'time to expire', operation, 1, mostOfU32),
  }
}

function readAlgorithm(name: string, operation: string): string {
  if (typeof name === 'string' && /^[^\0]+$/.test(name)) return name
  throw invalid(operation, String(name), 'is no name of an algorithm of TCP')
}

async function readNextHops(
  { gateway, link, nextHops, nextHopId }: RouteChange,
  version: IpVersion,
  operation: string,
  index: (link: LinkReference) => Promise<number>,
): Promise<readonly NativeNextHop[] | undefined> {
  if (nextHops === undefined || nextHops.length === 0) return undefined
  if ((gateway !== undefined || link !== undefined) && nextHopId === undefined)
    throw invalid(operation, 'nextHops:', 'stand in place of gateway and link')
  const hops: NativeNextHop[] = []
  for (const hop of nextHops) hops.push(await readNextHop(hop, version, operation, index))
  return hops
}

/** Of a default route that does not say it otherwise. */
function versionOf({ from, gateway, preferredSource, nextHops }: RouteChange): IpVersion {
  if (from !== undefined) return readPrefix(from).version
  const hint = gateway ?? preferredSource ?? nextHops?.find((hop) => hop.gateway !== undefined)?.gateway
  return hint === undefined ? 4 : parseAddress(hint).version
}
