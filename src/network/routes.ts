import type { IpVersion } from '../addon/native-address.js'
import { formatPrefix } from '../address/prefix.js'
import { isOperationError } from '../errors/operation-error.js'
import { checkNumber, checkVersion, refuseUnknown } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import type { LinkReference } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import type { LinkLookup } from './link-lookup.js'
import { linksOf, type Route, routeSnapshot } from './route.js'
import { type RouteChange, readRoute } from './route-change.js'
import { lookUpAttempt, type RouteLookUpOptions, readLookUp } from './route-lookup.js'
import { type RouteTable, readTable } from './table.js'
import { type RouteProtocol, type RouteType, routeProtocolNumber, routeTypeNumber } from './words.js'

/** Which routes. */
export interface RouteListOptions extends RequestOptions {
  /** Default: both. */
  readonly version?: IpVersion | undefined
  /** Default: main. */
  readonly table?: RouteTable | 'all' | undefined
  /** Those that leave by this link. Default: all. */
  readonly link?: LinkReference | undefined
  /** Those of one maker. Default: all. */
  readonly protocol?: RouteProtocol | undefined
  /** Those that do this with packets. Default: all. */
  readonly type?: RouteType | undefined
}

const known: Readonly<Record<keyof RouteListOptions, true>> = {
  ...{ version: true, table: true, link: true, protocol: true, type: true, signal: true },
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
    refuseUnknown(options, known, operation)
    const version = checkVersion(options.version, operation)
    const { table = 'main', link, protocol, type } = options
    const word = (what: string, number: number | undefined) =>
      checkNumber(number ?? -1, what, operation, 0, 255)
    const filter = {
      table: table === 'all' ? undefined : readTable(table, operation),
      protocol: protocol === undefined ? undefined : word('protocol', routeProtocolNumber(protocol)),
      type: type === undefined ? undefined : word('type of a route', routeTypeNumber(type)),
      link: link === undefined ? undefined : await this.#lookup.index(link, operation, options),
    }
    const attempt = { operation, subject: 'routes', doing: 'list the routes', changes: false }
    const routes = await this.#conversation.request(attempt, options, (kernel) =>
      kernel.listRoutes(version, filter),
    )
    const names = await this.#lookup.names(operation, options)
    return Object.freeze(routes.map((route) => routeSnapshot(route, names)))
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

  /**
   * The way that the kernel would send such a packet, as `ip route get`. ENETUNREACH where there is none; EINVAL where a blackhole
   * takes it, EHOSTUNREACH and EACCES where a route or a rule makes it unreachable or prohibits it.
   */
  async lookUp(address: string, options: RouteLookUpOptions = {}): Promise<Route> {
    const attempt = lookUpAttempt(address, options)
    const { operation } = attempt
    const query = await readLookUp(address, options, (link) => this.#lookup.index(link, operation, options))
    const route = await this.#conversation.request(attempt, options, (kernel) => kernel.lookUpRoute(query))
    const names = new Map<number, string>()
    for (const link of linksOf(route)) {
      const name = await this.#nameOf(link, operation, options)
      if (name !== undefined) names.set(link, name)
    }
    return routeSnapshot(route, names)
  }

  /** Undefined where the link has gone meanwhile. */
  async #nameOf(link: number, operation: string, options: RequestOptions): Promise<string | undefined> {
    try {
      return (await this.#lookup.get(link, operation, options)).name
    } catch (error) {
      if (isOperationError(error) && error.code === 'ENODEV') return undefined
      throw error
    }
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
