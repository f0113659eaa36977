import type { IpVersion } from '../addon/native-address.js'
import type { NativeRoute } from '../addon/native-route.js'
import { parseAddress } from '../address/address.js'
import { formatPrefix } from '../address/prefix.js'
import { readAddress } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import type { LinkReference } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import type { LinkLookup } from './link-lookup.js'
import { linksOf, type Route, routeSnapshot } from './route.js'
import { type RouteChange, type RouteTable, readRoute, readTable } from './route-change.js'

/** Which routes. */
export interface RouteListOptions extends RequestOptions {
  /** Default: both. */
  readonly version?: IpVersion | undefined
  /** Default: main. */
  readonly table?: RouteTable | 'all' | undefined
  /** Those that leave by this link. Default: all. */
  readonly link?: LinkReference | undefined
}

/**
 * The routes of a network namespace. Reading needs no rights; changing needs CAP_NET_ADMIN over the namespace.
 *
 * Every method throws OperationError: the kernel's errno by name (EEXIST, ESRCH, ENETUNREACH, EPERM …),
 * ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED. Source: rtnetlink(7).
 */
export class Routes {
  readonly #conversation: RouteConversation
  readonly #lookup: LinkLookup

  /** @internal */
  constructor(conversation: RouteConversation, lookup: LinkLookup) {
    this.#conversation = conversation
    this.#lookup = lookup
  }

  /** The routes of a table, IPv4 first. */
  async list(options: RouteListOptions = {}): Promise<readonly Route[]> {
    const operation = 'route.list'
    const { version, table = 'main', link } = options
    const number = table === 'all' ? undefined : readTable(table, operation)
    const index = link === undefined ? undefined : await this.#lookup.index(link, operation, options)
    const attempt = { operation, subject: 'routes', doing: 'list the routes', changes: false }
    const routes = await this.#conversation.request(attempt, options, (kernel) => kernel.listRoutes(version))
    const names = await this.#lookup.names(operation, options)
    const wanted = (route: NativeRoute) =>
      (number === undefined || route.table === number) &&
      (index === undefined || linksOf(route).includes(index))
    return Object.freeze(routes.filter(wanted).map((route) => routeSnapshot(route, names)))
  }

  /** Adds a route; EEXIST where there is one to the same destination with the same metric. */
  async add(route: RouteChange, options: RequestOptions = {}): Promise<void> {
    const change = await this.#read('route.add', route, options)
    await this.#conversation.request(attemptOf('add', route), options, (kernel) => kernel.addRoute(change))
  }

  /** Adds a route, or puts it in place of the one to the same destination with the same metric. */
  async replace(route: RouteChange, options: RequestOptions = {}): Promise<void> {
    const change = await this.#read('route.replace', route, options)
    await this.#conversation.request(attemptOf('replace', route), options, (kernel) =>
      kernel.replaceRoute(change),
    )
  }

  /** Deletes the first route that matches. */
  async delete(route: RouteChange, options: RequestOptions = {}): Promise<void> {
    const change = await this.#read('route.delete', route, options)
    await this.#conversation.request(attemptOf('delete', route), options, (kernel) =>
      kernel.deleteRoute(change),
    )
  }

  /** The way that the kernel would send a packet to this address, as `ip route get`. ENETUNREACH where there is none. */
  async lookUp(address: string, options: RequestOptions = {}): Promise<Route> {
    const operation = 'route.lookUp'
    const { version } = parseAddress(address)
    const text = readAddress(address, version, operation)
    const attempt = { operation, subject: address, doing: `find the route to ${address}`, changes: false }
    const route = await this.#conversation.request(attempt, options, (kernel) =>
      kernel.lookUpRoute(version, text),
    )
    const names = new Map<number, string>()
    for (const link of linksOf(route))
      names.set(link, (await this.#lookup.get(link, operation, options)).name)
    return routeSnapshot(route, names)
  }

  #read(operation: string, route: RouteChange, options: RequestOptions) {
    return readRoute(route, operation, (link) => this.#lookup.index(link, operation, options))
  }
}

function attemptOf(verb: 'add' | 'replace' | 'delete', { to, gateway }: RouteChange): Attempt {
  const subject = typeof to === 'string' ? to : formatPrefix(to)
  const doing = `${verb} the route to ${subject}${gateway === undefined ? '' : ` via ${gateway}`}`
  return { operation: `route.${verb}`, subject, doing, changes: true }
}
