/** Routes of a fake kernel. */
import { isDeepStrictEqual } from 'node:util'
import type { IpVersion } from '../addon/native-address.js'
import type { NativeRoute, NativeRouteChange, NativeRouteFilter } from '../addon/native-route.js'
import { prefixAddress } from '../address/prefix.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'
import { best, leavesBy } from './route-lookup.js'
import { onLink, protocolBoot, routeType, scope, table } from './route-numbers.js'

const up = 1
const needsNoWay: ReadonlySet<number> = new Set([
  routeType.blackhole,
  routeType.unreachable,
  routeType.prohibit,
  routeType.throw,
])

export function addRoute(namespace: FakeNamespace, change: NativeRouteChange, replaces = false): void {
  const route = readRoute(namespace, change)
  const isSame = (one: NativeRoute) =>
    one.version === route.version &&
    one.table === route.table &&
    one.destination === route.destination &&
    one.prefixLength === route.prefixLength &&
    one.tos === route.tos &&
    isDeepStrictEqual(one.source, route.source) &&
    (one.metric ?? 0) === (route.metric ?? 0)
  if (!replaces && namespace.routes.some(isSame)) refuse('EEXIST')
  // A replacement is told as the new one alone.
  namespace.routes = namespace.routes.filter((one) => !isSame(one))
  namespace.addRoute(route)
}

export function listRoutes(namespace: FakeNamespace, filter: NativeRouteFilter): NativeRoute[] {
  const { table, link, protocol, type } = filter
  return namespace.routes.filter(
    (route) =>
      (table === undefined || route.table === table) &&
      (link === undefined || leavesBy(route, link)) &&
      (protocol === undefined || route.protocol === protocol) &&
      (type === undefined || route.type === type),
  )
}

export function deleteRoute(namespace: FakeNamespace, change: NativeRouteChange): void {
  const { metrics, nextHops, encapsulation, congestionControl, flags, preference, expires, ...rest } = change
  const { destination, source, tos = 0 } = change
  const isWanted = (route: NativeRoute) =>
    Object.entries({ ...rest, tos, table: change.table ?? table.main }).every(
      ([key, value]) => value === undefined || isDeepStrictEqual(route[key as keyof NativeRoute], value),
    ) &&
    route.destination === destination &&
    isDeepStrictEqual(route.source, source)
  const found = namespace.routes.find(isWanted) ?? refuse('ESRCH')
  namespace.removeRoutes((route) => route === found)
}

function readRoute(namespace: FakeNamespace, change: NativeRouteChange): NativeRoute {
  const { version, destination, prefixLength, gateway } = change
  const type = change.type ?? routeType.unicast
  const isWayless = needsNoWay.has(type) || change.nextHops !== undefined
  const way = isWayless ? undefined : wayOf(namespace, version, change)
  const hops = (change.nextHops ?? []).map((hop) => ({
    ...hop,
    link: wayOf(namespace, version, hop),
  }))
  const masked =
    destination === undefined ? undefined : prefixAddress({ version, address: destination, prefixLength }, 0n)
  if (version === 4 && masked !== destination) refuse('EINVAL')
  const isDirect = gateway === undefined && hops.length === 0 && !needsNoWay.has(type)
  const usual = version === 6 || !isDirect ? scope.global : type === routeType.local ? scope.host : scope.link
  return {
    ...{ version, destination: masked, prefixLength, gateway, type },
    source: change.source,
    tos: change.tos ?? 0,
    nextHopId: change.nextHopId,
    realms: change.realms,
    preference: version === 6 ? (change.preference ?? 0) : undefined,
    expires: change.expires,
    link: hops.length > 0 ? undefined : (way ?? (version === 6 && needsNoWay.has(type) ? 1 : undefined)),
    preferredSource: change.preferredSource,
    metric: version === 6 ? change.metric || 1024 : change.metric || undefined,
    metrics: [...(change.metrics ?? [])],
    congestionControl: change.congestionControl,
    nextHops: hops,
    encapsulation: change.encapsulation,
    flags: change.flags ?? 0,
    table: change.table ?? table.main,
    scope: change.scope ?? usual,
    protocol: change.protocol ?? protocolBoot,
  }
}

/** The link that a gateway is behind. */
function wayOf(
  namespace: FakeNamespace,
  version: IpVersion,
  { gateway, link, flags = 0 }: Pick<NativeRouteChange, 'gateway' | 'link' | 'flags'>,
): number | undefined {
  if (link === undefined && gateway === undefined) return refuse('ENODEV')
  if (link !== undefined && !(namespace.link(link).flags & up)) refuse('ENETDOWN')
  if (gateway === undefined || flags & onLink || gateway.startsWith('fe80:')) return link
  const route = best(namespace, table.main, { version, destination: gateway })
  const isNear = route && route.gateway === undefined && (link === undefined || route.link === link)
  return isNear ? route.link : refuse(version === 4 ? 'ENETUNREACH' : 'EHOSTUNREACH')
}
