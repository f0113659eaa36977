import type { NativeAddress } from '../addon/native-address.js'
import type { NativeLink } from '../addon/native-link.js'
import type { NativeNeighbour } from '../addon/native-neighbour.js'
import type { NativeRoute } from '../addon/native-route.js'
import type { NativeRule } from '../addon/native-rule.js'
import type { NativeEvent } from '../addon/native-watch.js'
import { refuse } from './failure.js'
import type { FakeWatch } from './fake-watch.js'
import type { FakeWireGuard } from './fake-wireguard.js'
import { loopback, shownLink } from './link-shapes.js'
import { standardRules } from './rules.js'

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
export type FakeLink = Mutable<NativeLink> & {
  /** Somebody has set its MTU. */
  hasOwnMtu?: boolean
}

/** What one network namespace of a fake kernel has. */
export class FakeNamespace {
  readonly links = new Map<number, FakeLink>([[1, loopback()]])
  addresses: NativeAddress[] = []
  routes: NativeRoute[] = []
  rules: NativeRule[] = standardRules()
  neighbours: NativeNeighbour[] = []
  /** By the index of the link. */
  readonly wireguard = new Map<number, FakeWireGuard>()
  readonly watches = new Set<FakeWatch>()
  /** Those of veths whose other end is in another namespace: where that is, by the index here. */
  readonly elsewhere = new Map<number, FakeNamespace>()

  link(index: number): FakeLink {
    return this.links.get(index) ?? refuse('ENODEV')
  }

  named(name: string): FakeLink | undefined {
    return [...this.links.values()].find((link) => link.name === name || link.alternativeNames.includes(name))
  }

  freeIndex(): number {
    return Math.max(...this.links.keys()) + 1
  }

  tell(event: NativeEvent): void {
    for (const watch of this.watches) watch.tell(event)
  }

  tellLink(link: FakeLink, deleted = false): void {
    this.tell({ deleted, link: shownLink(this, link) })
  }

  addRoute(route: NativeRoute): void {
    this.routes.push(route)
    this.tell({ deleted: false, route })
  }

  /** Takes what is so away. */
  removeRoutes(isGone: (route: NativeRoute) => boolean): void {
    for (const route of this.routes.filter(isGone)) this.tell({ deleted: true, route })
    this.routes = this.routes.filter((route) => !isGone(route))
  }

  removeAddresses(isGone: (address: NativeAddress) => boolean): void {
    for (const address of this.addresses.filter(isGone)) this.tell({ deleted: true, address })
    this.addresses = this.addresses.filter((address) => !isGone(address))
  }
}
