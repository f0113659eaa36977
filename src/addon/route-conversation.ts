// A conversation of rtnetlink.
import type { IpVersion, NativeAddress, NativeAddressChange, NativeAddressFilter } from './native-address.js'
import type {
  NativeLink,
  NativeLinkChange,
  NativeLinkCreation,
  NativeLinkSelector,
  NativeTun,
} from './native-link.js'
import type { NativeNeighbour, NativeNeighbourChange, NativeNeighbourFilter } from './native-neighbour.js'
import type { NativeRoute, NativeRouteChange, NativeRouteFilter, NativeRouteQuery } from './native-route.js'
import type { NativeRule, NativeRuleChange } from './native-rule.js'
import type { NativeTopics, NativeWatch } from './native-watch.js'

/** One rtnetlink conversation with one namespace. Requests queue behind each other. */
export interface NativeRouteConversation {
  getLink(selector: NativeLinkSelector, statistics: boolean): Promise<NativeLink>
  listLinks(statistics: boolean): Promise<NativeLink[]>
  createLink(creation: NativeLinkCreation): Promise<void>
  /**
   * Persistent, in the same namespace. Fails with the syscall `open` where /dev/net/tun is not to be had, else with that of the
   * ioctl: `TUNSETIFF` ….
   */
  createTun(name: string, tun: NativeTun): Promise<void>
  setLink(index: number, change: NativeLinkChange): Promise<void>
  deleteLink(index: number): Promise<void>
  addAlternativeName(index: number, name: string): Promise<void>
  deleteAlternativeName(index: number, name: string): Promise<void>
  listAddresses(filter: NativeAddressFilter): Promise<NativeAddress[]>
  addAddress(change: NativeAddressChange): Promise<void>
  /** Adds it, or changes it where it is there. */
  replaceAddress(change: NativeAddressChange): Promise<void>
  deleteAddress(change: NativeAddressChange): Promise<void>
  listRoutes(version: IpVersion | undefined, filter: NativeRouteFilter): Promise<NativeRoute[]>
  addRoute(change: NativeRouteChange): Promise<void>
  replaceRoute(change: NativeRouteChange): Promise<void>
  deleteRoute(change: NativeRouteChange): Promise<void>
  /** The route that the kernel would take for such a packet. */
  lookUpRoute(query: NativeRouteQuery): Promise<NativeRoute>
  listRules(version?: IpVersion): Promise<NativeRule[]>
  addRule(change: NativeRuleChange): Promise<void>
  deleteRule(change: NativeRuleChange): Promise<void>
  listNeighbours(filter: NativeNeighbourFilter): Promise<NativeNeighbour[]>
  /** Of its link, address and NTF_PROXY. */
  getNeighbour(neighbour: NativeNeighbourChange): Promise<NativeNeighbour>
  addNeighbour(change: NativeNeighbourChange): Promise<void>
  replaceNeighbour(change: NativeNeighbourChange): Promise<void>
  deleteNeighbour(change: NativeNeighbourChange): Promise<void>
  /** Hears of changes in the same namespace, over a socket of its own: at least from when it resolves. */
  watch(topics: NativeTopics): Promise<NativeWatch>
  /** Idempotent. What the pool has not begun rejects with ECANCELED, the rest settles; later requests reject with EBADF. */
  close(): void
}
