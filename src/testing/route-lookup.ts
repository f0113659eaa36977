/** The way of a packet through a fake kernel. */
import type { IpVersion } from '../addon/native-address.js'
import type { NativeRoute, NativeRouteQuery } from '../addon/native-route.js'
import { prefixContains } from '../address/prefix.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'
import { contains, networkOf } from './network-of.js'
import { routeType } from './route-numbers.js'
import { tablesFor } from './rules.js'

/** As `ip route get`. */
export function lookUpRoute(namespace: FakeNamespace, query: NativeRouteQuery): NativeRoute {
  const { version, destination: address } = query
  for (const { number, suppress } of tablesFor(namespace, query)) {
    const route = best(namespace, number, query)
    if (!route || route.prefixLength <= suppress || route.type === routeType.throw) continue
    if (route.type === routeType.blackhole) refuse('EINVAL')
    if (route.type === routeType.unreachable) refuse('EHOSTUNREACH')
    if (route.type === routeType.prohibit) refuse('EACCES')
    const [hop = route] = route.nextHops
    const { gateway, link } = hop
    const isLocal = route.type === routeType.local
    const source = isLocal ? address : (route.preferredSource ?? sourceOn(namespace, version, link))
    const whole = version === 4 ? 32 : 128
    return {
      ...route,
      ...{ destination: address, prefixLength: whole, nextHops: [], gateway },
      source: query.source === undefined ? undefined : { address: query.source, prefixLength: whole },
      link: isLocal ? 1 : link,
      preferredSource: query.source === undefined ? source : undefined,
    }
  }
  return refuse('ENETUNREACH')
}

/** The longest prefix, then its own TOS, then the least metric. */
export function best(
  namespace: FakeNamespace,
  number: number,
  { version, destination: address, source, tos = 0, outgoing }: NativeRouteQuery,
): NativeRoute | undefined {
  const isFor = (route: NativeRoute) =>
    route.table === number &&
    prefixContains(networkOf(version, route.destination, route.prefixLength), { version, address }) &&
    contains(version, route.source, source) &&
    (route.tos === 0 || route.tos === tos) &&
    (outgoing === undefined || leavesBy(route, outgoing))
  return namespace.routes
    .filter((route) => route.version === version && isFor(route))
    .sort((a, b) => b.prefixLength - a.prefixLength || b.tos - a.tos || (a.metric ?? 0) - (b.metric ?? 0))[0]
}

export function leavesBy(route: NativeRoute, link: number): boolean {
  return route.link === link || route.nextHops.some((hop) => hop.link === link)
}

function sourceOn(
  namespace: FakeNamespace,
  version: IpVersion,
  link: number | undefined,
): string | undefined {
  return namespace.addresses.find((address) => address.link === link && address.version === version)?.address
}
