/** Routes of a fake kernel. */
import type { IpVersion } from '../addon/native-address.js'
import type { NativeRoute, NativeRouteChange } from '../addon/native-route.js'
import { type Prefix, prefixAddress, prefixContains } from '../address/prefix.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'
import { onLink, protocolBoot, routeType, scope, table } from './route-numbers.js'
import { tablesFor } from './rules.js'

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
    (one.metric ?? 0) === (route.metric ?? 0)
  if (!replaces && namespace.routes.some(isSame)) refuse('EEXIST')
  // A replacement is told as the new one alone.
  namespace.routes = namespace.routes.filter((one) => !isSame(one))
  namespace.addRoute(route)
}

export function deleteRoute(namespace: FakeNamespace, change: NativeRouteChange): void {
  const { metrics, nextHops, encapsulation, congestionControl, flags, ...rest } = change
  const wanted = { ...rest, table: change.table ?? table.main, destination: change.destination }
  const isWanted = (route: NativeRoute) =>
    Object.entries(wanted).every(
      ([key, value]) =>
        (value === undefined && key !== 'destination') || route[key as keyof NativeRoute] === value,
    )
  const found = namespace.routes.find(isWanted) ?? refuse('ESRCH')
  namespace.removeRoutes((route) => route === found)
}

/** As `ip route get`: of a packet of this host's own, without a mark. */
export function lookUpRoute(namespace: FakeNamespace, version: IpVersion, address: string): NativeRoute {
  for (const { number, suppress } of tablesFor(namespace, version)) {
    const route = best(namespace, number, { version, address })
    if (!route || route.prefixLength <= suppress || route.type === routeType.throw) continue
    if (route.type === routeType.blackhole) refuse('EINVAL')
    if (route.type === routeType.unreachable) refuse('EHOSTUNREACH')
    if (route.type === routeType.prohibit) refuse('EACCES')
    const [hop = route] = route.nextHops
    const { gateway, link } = hop
    const isLocal = route.type === routeType.local
    const source = isLocal ? address : (route.preferredSource ?? sourceOn(namespace, version, link))
    return {
      ...route,
      ...{ destination: address, prefixLength: version === 4 ? 32 : 128, nextHops: [], gateway },
      link: isLocal ? 1 : link,
      preferredSource: source,
    }
  }
  return refuse('ENETUNREACH')
}

/** The longest prefix, then the least metric. */
function best(
  namespace: FakeNamespace,
  number: number,
  to: { version: IpVersion; address: string },
): NativeRoute | undefined {
  return namespace.routes
    .filter((route) => route.table === number && prefixContains(prefixOf(route), to))
    .sort((a, b) => b.prefixLength - a.prefixLength || (a.metric ?? 0) - (b.metric ?? 0))[0]
}

function prefixOf({ version, destination, prefixLength }: NativeRoute): Prefix {
  return { version, address: destination ?? (version === 4 ? '0.0.0.0' : '::'), prefixLength }
}

function sourceOn(
  namespace: FakeNamespace,
  version: IpVersion,
  link: number | undefined,
): string | undefined {
  return namespace.addresses.find((address) => address.link === link && address.version === version)?.address
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
  const route = best(namespace, table.main, { version, address: gateway })
  const isNear = route && route.gateway === undefined && (link === undefined || route.link === link)
  return isNear ? route.link : refuse(version === 4 ? 'ENETUNREACH' : 'EHOSTUNREACH')
}
