/** Addresses of a fake kernel, and the routes that it makes of them: <linux/if_addr.h>. */
import type { NativeAddress, NativeAddressChange, NativeAddressFilter } from '../addon/native-address.js'
import type { NativeRoute } from '../addon/native-route.js'
import { prefixAddress } from '../address/prefix.js'
import { refuse } from './failure.js'
import type { FakeLink, FakeNamespace } from './fake-namespace.js'
import { routeType, scope, table, untold } from './route-numbers.js'

const permanent = 0x80
const noPrefixRoute = 0x200
const up = 1
const loopbackIndex = 1
/** Seconds: INFINITY_LIFE_TIME. */
const forever = 0xffff_ffff

export function addressesOf(namespace: FakeNamespace, { link }: NativeAddressFilter): NativeAddress[] {
  if (link === undefined) return namespace.addresses
  namespace.link(link)
  return namespace.addresses.filter((address) => address.link === link)
}

export function addAddress(namespace: FakeNamespace, change: NativeAddressChange, replaces = false): void {
  const { link: index, version, address, prefixLength } = change
  const link = namespace.link(index)
  const isSame = (one: NativeAddress) =>
    one.link === index && one.address === address && (version === 6 || one.prefixLength === prefixLength)
  const old = namespace.addresses.findIndex(isSame)
  if (old >= 0 && !replaces) refuse('EEXIST')
  const added = { ...newAddress(link, change), ...kept(namespace.addresses[old]) }
  if (old >= 0) namespace.addresses[old] = added
  else namespace.addresses.push(added)
  namespace.tell({ deleted: false, address: added })
  const routes = routesOf(added)
  // That to itself is there at once.
  const wanted =
    link.flags & up ? routes : routes.filter(({ type }) => version === 4 && type === routeType.local)
  for (const route of wanted) addOwnRoute(namespace, route)
}

function newAddress(link: FakeLink, change: NativeAddressChange): NativeAddress {
  const { version, address, validLifetime = forever, preferredLifetime = forever } = change
  return {
    ...{ link: link.index, version, address, prefixLength: change.prefixLength, peer: change.peer },
    ...{ broadcast: change.broadcast, metric: change.metric, protocol: change.protocol },
    label: version === 4 ? (change.label ?? link.name) : undefined,
    scope: version === 4 ? (change.scope ?? scope.global) : ipv6Scope(address),
    flags: (change.flags ?? 0) | (validLifetime === forever ? permanent : 0),
    ...{ validLifetime, preferredLifetime },
  }
}

/** What is replaced of an address of IPv4 is how long and how it counts, not where it is. */
function kept(old: NativeAddress | undefined): Partial<NativeAddress> {
  if (old?.version !== 4) return {}
  const { peer, broadcast, label, scope } = old
  return { peer, broadcast, label, scope }
}

/** Whatever the caller says. */
function ipv6Scope(address: string): number {
  if (isLoopback(address)) return scope.host
  return address.startsWith('fe80:') ? scope.link : scope.global
}

export function deleteAddress(namespace: FakeNamespace, change: NativeAddressChange): void {
  namespace.link(change.link)
  const found =
    namespace.addresses.find(
      ({ link, address, prefixLength }) =>
        link === change.link && address === change.address && prefixLength === change.prefixLength,
    ) ?? refuse('EADDRNOTAVAIL')
  namespace.removeAddresses((address) => address === found)
  const others = namespace.addresses.flatMap(routesOf)
  const gone = routesOf(found).filter((route) => !others.some((one) => isSameRoute(one, route)))
  namespace.removeRoutes((route) => gone.some((one) => isSameRoute(one, route)))
}

/** The kernel makes the routes of a link's addresses, and those of the loopback link themselves. */
export function linkUp(namespace: FakeNamespace, { index }: FakeLink): void {
  const has = namespace.addresses.some(({ link }) => link === index)
  for (const { address, ...change } of namespace.addresses.filter(({ link }) => link === index)) {
    for (const route of routesOf({ address, ...change })) addOwnRoute(namespace, route)
  }
  if (index !== loopbackIndex || has) return
  const loopback = { link: index, version: 4, address: '127.0.0.1', prefixLength: 8 } as const
  addAddress(namespace, { ...loopback, scope: scope.host })
  addAddress(namespace, { link: index, version: 6, address: '::1', prefixLength: 128 })
}

/** IPv6 forgets the addresses as well, IPv4 keeps those routes to itself while the link is there. */
export function linkDown(namespace: FakeNamespace, { index }: FakeLink): void {
  namespace.removeRoutes(
    ({ link, nextHops, version, type }) =>
      (link === index && (version === 6 || type !== routeType.local)) ||
      nextHops.some((hop) => hop.link === index),
  )
  namespace.removeAddresses(({ link, version }) => link === index && version === 6)
  namespace.neighbours = namespace.neighbours.filter(({ link }) => link !== index)
}

function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1'
}

function addOwnRoute(namespace: FakeNamespace, route: NativeRoute): void {
  if (!namespace.routes.some((one) => isSameRoute(one, route))) namespace.addRoute(route)
}

function isSameRoute(one: NativeRoute, other: NativeRoute): boolean {
  const keys = ['version', 'destination', 'prefixLength', 'link', 'table', 'type', 'metric'] as const
  return keys.every((key) => one[key] === other[key])
}

function routesOf({
  link,
  version,
  address,
  prefixLength,
  peer,
  metric,
  flags,
}: NativeAddress): NativeRoute[] {
  const whole = version === 4 ? 32 : 128
  const base = {
    ...{ version, link, gateway: undefined, metrics: [], congestionControl: undefined, nextHops: [] },
    ...{ ...untold(version), encapsulation: undefined, flags: 0, protocol: 2 },
  }
  const source = version === 4 ? address : undefined
  const local: NativeRoute = {
    ...base,
    ...{ destination: address, prefixLength: whole, table: table.local, type: routeType.local },
    ...{ scope: version === 4 ? scope.host : scope.global, preferredSource: source },
    metric: version === 4 ? undefined : 0,
  }
  const network = prefixAddress({ version, address: peer ?? address, prefixLength }, 0n)
  if (prefixLength === whole && peer === undefined && (version === 4 || isLoopback(address))) return [local]
  if (flags & noPrefixRoute) return [local]
  const isHost = version === 4 && isLoopback(address)
  const connected: NativeRoute = {
    ...base,
    ...{ destination: network, prefixLength, preferredSource: source },
    table: isHost ? table.local : table.main,
    type: isHost ? routeType.local : routeType.unicast,
    scope: version === 6 ? scope.global : isHost ? scope.host : scope.link,
    metric: metric ?? (version === 4 ? undefined : 256),
  }
  return [connected, local]
}
