import type { IpVersion } from '../addon/native-address.js'
import type { NativeNeighbourChange } from '../addon/native-neighbour.js'
import { parseAddress } from '../address/address.js'
import { checkNumber, checkVersion, invalid, readAddress, refuseUnknown } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { type LinkReference, shown } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import { readHardwareAddress } from './hardware-address.js'
import type { LinkLookup } from './link-lookup.js'
import { type Neighbour, neighbourSnapshot } from './neighbour.js'
import {
  type NeighbourState,
  neighbourStateNumber,
  type RouteProtocol,
  routeProtocolNumber,
} from './words.js'

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
  /** Who tells of it; a number is 1 to 255. Linux 5.0. Default: nobody says. */
  readonly protocol?: RouteProtocol | undefined
  /** IPv6 only: it is a router. Default: false. */
  readonly router?: boolean | undefined
  /** It has been learnt by somebody else than the kernel, which then leaves it alone. Linux 4.18. Default: false. */
  readonly externLearn?: boolean | undefined
  /** The kernel keeps asking for it, and no hardware address or state is given. Linux 5.16. Default: false. */
  readonly managed?: boolean | undefined
}

const ofList: Record<keyof NeighbourListOptions, true> = {
  version: true,
  link: true,
  proxy: true,
  signal: true,
}
const ofOne: Record<keyof NeighbourOptions, true> = { proxy: true, signal: true }
const ofChange: Record<keyof NeighbourChange, true> = {
  ...{ hardwareAddress: true, state: true, protocol: true, router: true, externLearn: true, managed: true },
}

/** NTF_… */
const flagOf = { proxy: 8, externLearn: 0x10, router: 0x80 } as const
/** NTF_EXT_MANAGED. */
const managedFlag = 1

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
    refuseUnknown(options, ofList, operation)
    const { link, proxy: proxies = false } = options
    const version = checkVersion(options.version, operation)
    const index = link === undefined ? undefined : await this.#lookup.index(link, operation, options)
    const attempt = { operation, subject: 'neighbours', doing: 'list the neighbours', changes: false }
    const neighbours = await this.#conversation.request(attempt, options, (kernel) =>
      kernel.listNeighbours({ version, link: index, proxies }),
    )
    const names = await this.#lookup.names(operation, options)
    return Object.freeze(
      neighbours
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
    return neighbourSnapshot(neighbour, await this.#lookup.name(key.link, operation, options))
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
    change: NeighbourChange,
    options: NeighbourOptions,
  ): Promise<NativeNeighbourChange> {
    refuseUnknown(change, ofChange, operation)
    const { hardwareAddress, router, externLearn, managed } = change
    const bytes = hardwareAddress === undefined ? undefined : readHardwareAddress(hardwareAddress, operation)
    if (options.proxy && bytes !== undefined)
      throw invalid(operation, address, 'is to be answered for with the address of the link itself')
    if (managed && (bytes !== undefined || change.state !== undefined))
      throw invalid(operation, address, 'is managed by the kernel: without hardware address and state')
    const key = await this.#key(operation, link, address, options)
    if (router && key.version === 4) throw invalid(operation, 'router:', 'is not for neighbours of IPv4')
    return {
      ...key,
      hardwareAddress: bytes,
      state: managed ? 0 : stateOf(change, operation),
      protocol: protocolOf(change, operation),
      flags: key.flags | (router ? flagOf.router : 0) | (externLearn ? flagOf.externLearn : 0),
      extendedFlags: managed ? managedFlag : undefined,
    }
  }

  async #key(operation: string, link: LinkReference, address: string, options: NeighbourOptions) {
    refuseUnknown(options, ofOne, operation)
    const { proxy, signal } = options
    const { version } = parseAddress(address)
    return {
      version,
      address: readAddress(address, version, operation),
      flags: proxy ? flagOf.proxy : 0,
      link: await this.#lookup.index(link, operation, { signal }),
    }
  }
}

function stateOf({ state = 'permanent' }: NeighbourChange, operation: string): number {
  const number = neighbourStateNumber(state)
  if (number === undefined) throw invalid(operation, String(state), 'is no state of a neighbour')
  return checkNumber(number, 'state of a neighbour', operation, 0, 0xffff)
}

function protocolOf({ protocol }: NeighbourChange, operation: string): number | undefined {
  if (protocol === undefined) return undefined
  const number = routeProtocolNumber(protocol)
  if (number === undefined) throw invalid(operation, String(protocol), 'is no protocol of a neighbour')
  return checkNumber(number, 'protocol of a neighbour', operation, 1, 255)
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
