import type { IpVersion } from '../addon/native-address.js'
import type { NativeNeighbourChange } from '../addon/native-neighbour.js'
import { parseAddress } from '../address/address.js'
import { checkNumber, invalid, readAddress } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { type LinkReference, shown } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import { readHardwareAddress } from './hardware-address.js'
import type { LinkLookup } from './link-lookup.js'
import { type Neighbour, neighbourSnapshot } from './neighbour.js'
import { type NeighbourState, neighbourStateNumber } from './words.js'

/** Which neighbours. */
export interface NeighbourListOptions extends RequestOptions {
  /** Default: both. */
  readonly version?: IpVersion | undefined
  /** Default: those of all links. */
  readonly link?: LinkReference | undefined
  /** The addresses that this host answers for in place of others, and no neighbours. Default: false. */
  readonly proxy?: boolean | undefined
}

/** Which cache. */
export interface NeighbourOptions extends RequestOptions {
  /** An address that this host answers for in place of another. Default: false. */
  readonly proxy?: boolean | undefined
}

/** What a neighbour is to be. */
export interface NeighbourChange {
  /** `02:fc:00:00:00:01`, ip(8)'s lladdr. Needed by every state but `none`, `incomplete` and `failed`, where links have such. */
  readonly hardwareAddress?: string | undefined
  /** Default: `permanent`. */
  readonly state?: NeighbourState | undefined
}

const proxyFlag = 8

/**
 * The neighbours of a network namespace: its caches of ARP and NDP. Reading needs no rights; changing needs CAP_NET_ADMIN over
 * the namespace.
 *
 * Every method throws OperationError: the kernel's errno by name (EEXIST, ENOENT, ENODEV, EPERM …), ERR_INVALID_ARGUMENT,
 * ERR_ABORTED, ERR_CLOSED. Source: rtnetlink(7), ip-neighbour(8), RFC 826, RFC 4861.
 */
export class Neighbours {
  readonly #conversation: RouteConversation
  readonly #lookup: LinkLookup

  /** @internal */
  constructor(conversation: RouteConversation, lookup: LinkLookup) {
    this.#conversation = conversation
    this.#lookup = lookup
  }

  /** All of them, or those of one link; as `ip neighbour show nud all` also those of state `noarp` and `none`. */
  async list(options: NeighbourListOptions = {}): Promise<readonly Neighbour[]> {
    const operation = 'neighbour.list'
    const { version, link, proxy = false } = options
    const index = link === undefined ? undefined : await this.#lookup.index(link, operation, options)
    const attempt = { operation, subject: 'neighbours', doing: 'list the neighbours', changes: false }
    const neighbours = await this.#conversation.request(attempt, options, (kernel) =>
      kernel.listNeighbours(proxy),
    )
    const names = await this.#lookup.names(operation, options)
    return Object.freeze(
      neighbours
        .filter((one) => version === undefined || one.version === version)
        .filter((one) => index === undefined || one.link === index)
        .map((one) => neighbourSnapshot(one, names.get(one.link))),
    )
  }

  /** One neighbour; ENOENT where there is none of this address. Linux 5.0. */
  async get(link: LinkReference, address: string, options: NeighbourOptions = {}): Promise<Neighbour> {
    const operation = 'neighbour.get'
    const key = await this.#key(operation, link, address, options)
    const attempt = attemptOf(operation, 'find', link, address, options, false)
    const neighbour = await this.#conversation.request(attempt, options, (kernel) => kernel.getNeighbour(key))
    const { name } = await this.#lookup.get(key.link, operation, options)
    return neighbourSnapshot(neighbour, name)
  }

  /** Adds a neighbour, or with `proxy` an address to answer for; EEXIST where it is there. */
  async add(
    link: LinkReference,
    address: string,
    change: NeighbourChange = {},
    options: NeighbourOptions = {},
  ): Promise<void> {
    const operation = 'neighbour.add'
    const neighbour = await this.#change(operation, link, address, change, options)
    const attempt = attemptOf(operation, 'add', link, address, options)
    await this.#conversation.request(attempt, options, (kernel) => kernel.addNeighbour(neighbour))
  }

  /** Adds a neighbour, or changes it where it is there. */
  async replace(
    link: LinkReference,
    address: string,
    change: NeighbourChange = {},
    options: NeighbourOptions = {},
  ): Promise<void> {
    const operation = 'neighbour.replace'
    const neighbour = await this.#change(operation, link, address, change, options)
    const attempt = attemptOf(operation, 'set', link, address, options)
    await this.#conversation.request(attempt, options, (kernel) => kernel.replaceNeighbour(neighbour))
  }

  /** Forgets a neighbour; ENOENT where there is none. One that the kernel still uses is `failed` for a while, and then goes. */
  async delete(link: LinkReference, address: string, options: NeighbourOptions = {}): Promise<void> {
    const operation = 'neighbour.delete'
    const key = await this.#key(operation, link, address, options)
    const attempt = attemptOf(operation, 'delete', link, address, options)
    await this.#conversation.request(attempt, options, (kernel) => kernel.deleteNeighbour(key))
  }

  async #change(
    operation: string,
    link: LinkReference,
    address: string,
    { hardwareAddress, state = 'permanent' }: NeighbourChange,
    options: NeighbourOptions,
  ): Promise<NativeNeighbourChange> {
    const number = neighbourStateNumber(state)
    if (number === undefined) throw invalid(operation, String(state), 'is no state of a neighbour')
    const bytes = hardwareAddress === undefined ? undefined : readHardwareAddress(hardwareAddress, operation)
    if (options.proxy && bytes !== undefined)
      throw invalid(operation, address, 'is to be answered for with the address of the link itself')
    const key = await this.#key(operation, link, address, options)
    return {
      ...key,
      hardwareAddress: bytes,
      state: checkNumber(number, 'state of a neighbour', operation, 0, 0xffff),
    }
  }

  async #key(operation: string, link: LinkReference, address: string, { proxy, signal }: NeighbourOptions) {
    const { version } = parseAddress(address)
    return {
      version,
      address: readAddress(address, version, operation),
      flags: proxy ? proxyFlag : 0,
      link: await this.#lookup.index(link, operation, { signal }),
    }
  }
}

function attemptOf(
  operation: string,
  verb: string,
  link: LinkReference,
  address: string,
  { proxy }: NeighbourOptions,
  changes = true,
): Attempt {
  const noun = proxy ? 'proxy' : 'neighbour'
  const doing = `${verb} the ${noun} ${address} of the link ${shown(link)}`
  return { operation, subject: address, doing, changes }
}
