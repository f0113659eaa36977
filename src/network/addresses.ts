import type { IpVersion } from '../addon/native-address.js'
import { formatPrefix, type Prefix } from '../address/prefix.js'
import { checkVersion, readPrefix, refuseUnknown } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { type LinkReference, shown } from '../netlink/link-reference.js'
import { type AddressAddition, type AddressOptions, readAddressAddition } from './address-addition.js'
import { addressSnapshot, type LinkAddress } from './link-address.js'
import type { LinkLookup } from './link-lookup.js'

/** Which addresses. */
export interface AddressListOptions extends RequestOptions {
  /** Default: both. */
  readonly version?: IpVersion | undefined
  /** Default: those of all links. */
  readonly link?: LinkReference | undefined
}

const ofList: Record<keyof AddressListOptions, true> = { version: true, link: true, signal: true }
const ofDeletion: Record<keyof AddressOptions, true> = { peer: true, signal: true }

/**
 * The addresses of a network namespace's links. Reading needs no rights; changing needs CAP_NET_ADMIN over the namespace.
 *
 * Every method throws OperationError: the kernel's errno by name (EEXIST, EADDRNOTAVAIL, ENODEV, EPERM …),
 * ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED. Source: rtnetlink(7).
 */
export class Addresses {
  readonly #conversation: RouteConversation
  readonly #lookup: LinkLookup

  /** @internal */
  constructor(conversation: RouteConversation, lookup: LinkLookup) {
    this.#conversation = conversation
    this.#lookup = lookup
  }

  /** All of them, or those of one link, IPv4 first. The kernel picks them, from Linux 4.20 on also by link. */
  async list(options: AddressListOptions = {}): Promise<readonly LinkAddress[]> {
    const operation = 'address.list'
    refuseUnknown(options, ofList, operation)
    const version = checkVersion(options.version, operation)
    const link =
      options.link === undefined ? undefined : await this.#lookup.index(options.link, operation, options)
    const attempt = { operation, subject: 'addresses', doing: 'list the addresses', changes: false }
    const addresses = await this.#conversation.request(attempt, options, (kernel) =>
      kernel.listAddresses({ version, link }),
    )
    // After the addresses, so that no link of theirs is too new to be known.
    const names = await this.#lookup.names(operation, options)
    return Object.freeze(
      addresses
        .filter((address) => link === undefined || address.link === link)
        .map((address) => addressSnapshot(address, names.get(address.link))),
    )
  }

  /** Gives a link an address: `10.0.0.2/24`; without a length it stands for itself only (/32, /128). EEXIST where it has it. */
  async add(link: LinkReference, prefix: string | Prefix, options: AddressAddition = {}): Promise<void> {
    const operation = 'address.add'
    const change = readAddressAddition(readPrefix(prefix), options, operation)
    const index = await this.#lookup.index(link, operation, options)
    const attempt = attemptOf(operation, 'add', link, change, 'to')
    await this.#conversation.request(attempt, options, (kernel) =>
      kernel.addAddress({ ...change, link: index }),
    )
  }

  /** Gives a link an address, or where it has it changes its lifetimes, metric and protocol, of IPv6 also its flags; those that are absent become the default. */
  async replace(link: LinkReference, prefix: string | Prefix, options: AddressAddition = {}): Promise<void> {
    const operation = 'address.replace'
    const change = readAddressAddition(readPrefix(prefix), options, operation)
    const index = await this.#lookup.index(link, operation, options)
    const attempt = attemptOf(operation, 'set', link, change, 'of')
    await this.#conversation.request(attempt, options, (kernel) =>
      kernel.replaceAddress({ ...change, link: index }),
    )
  }

  /** Takes an address from a link. */
  async delete(link: LinkReference, prefix: string | Prefix, options: AddressOptions = {}): Promise<void> {
    const operation = 'address.delete'
    refuseUnknown(options, ofDeletion, operation)
    const { version, address, prefixLength, peer } = readAddressAddition(
      readPrefix(prefix),
      options,
      operation,
    )
    const index = await this.#lookup.index(link, operation, options)
    const change = { link: index, version, address, prefixLength, peer }
    const attempt = attemptOf(operation, 'delete', link, change, 'from')
    await this.#conversation.request(attempt, options, (kernel) => kernel.deleteAddress(change))
  }
}

function attemptOf(
  operation: string,
  verb: string,
  link: LinkReference,
  address: Prefix,
  preposition: string,
) {
  const subject = formatPrefix(address)
  const doing = `${verb} the address ${subject} ${preposition} the link ${shown(link)}`
  return { operation, subject, doing, changes: true }
}
