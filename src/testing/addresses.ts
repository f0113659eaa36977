/** Addresses of a fake kernel, and the routes that it makes of them: <linux/if_addr.h>. */
import type { NativeAddress, NativeAddressChange } from '../addon/native-address.js'
import type { NativeRoute } from '../addon/native-route.js'
import { prefixAddress } from '../address/prefix.js'
import { refuse } from './failure.js'
import type { FakeLink, FakeNamespace } from './fake-namespace.js'
import { routeType, scope, table } from './route-numbers.js'

const permanent = 0x80
const up = 1
const loopbackIndex = 1

export function addAddress(namespace: FakeNamespace, change: NativeAddressChange): void {
  const { link: index, version, address, prefixLength, peer } = change
  const link = namespace.link(index)
  const isSame = (one: NativeAddress) =>
    one.link === index && one.address === address && (version === 6 || one.prefixLength === prefixLength)
  if (namespace.addresses.some(isSame)) refuse('EEXIST')
  const added: NativeAddress = {
    ...{ link: index, version, address, prefixLength, peer },
    scope: index === loopbackIndex && isLoopback(address) ? scope.host : scope.global,
    flags: permanent,
  }
  namespace.addresses.push(added)
  namespace.tell({ deleted: false, address: added })
  const routes = routesOf(added)
  // That to itself is there at once.
  const wanted =
    link.flags & up ? routes : routes.filter(({ type }) => version === 4 && type === routeType.local)
  for (const route of wanted) addOwnRoute(namespace, route)
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
  addAddress(namespace, { link: index, version: 4, address: '127.0.0.1', prefixLength: 8 })
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

function routesOf({ link, version, address, prefixLength, peer }: NativeAddress): NativeRoute[] {
  const whole = version === 4 ? 32 : 128
  const base = {
    ...{ version, link, gateway: undefined, metrics: [], congestionControl: undefined, nextHops: [] },
    ...{ encapsulation: undefined, flags: 0, protocol: 2 },
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
  const isHost = version === 4 && isLoopback(address)
  const connected: NativeRoute = {
    ...base,
    ...{ destination: network, prefixLength, preferredSource: source },
    table: isHost ? table.local : table.main,
    type: isHost ? routeType.local : routeType.unicast,
    scope: version === 6 ? scope.global : isHost ? scope.host : scope.link,
    metric: version === 4 ? undefined : 256,
  }
  return [connected, local]
}
