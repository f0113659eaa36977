import type { NativeAddressChange } from '../addon/native-address.js'
import { formatPrefix, type Prefix } from '../address/prefix.js'
import { readAddress, readPrefix } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { type LinkReference, shown } from '../netlink/link-reference.js'
import { addressSnapshot, type LinkAddress } from './link-address.js'
import type { LinkLookup } from './link-lookup.js'

/** Of an address to add or delete. */
export interface AddressOptions extends RequestOptions {
  /** The other end of a point-to-point link, which then is what the prefix length belongs to. */
  readonly peer?: string | undefined
}

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

  /** All of them, or those of one link, IPv4 first. */
  async list(
    options: RequestOptions & { readonly link?: LinkReference | undefined } = {},
  ): Promise<readonly LinkAddress[]> {
    const operation = 'address.list'
    const only =
      options.link === undefined ? undefined : await this.#lookup.index(options.link, operation, options)
    const attempt = { operation, subject: 'addresses', doing: 'list the addresses', changes: false }
    const addresses = await this.#conversation.request(attempt, options, (kernel) => kernel.listAddresses())
    // After the addresses, so that no link of theirs is too new to be known.
    const names = await this.#lookup.names(operation, options)
    return Object.freeze(
      addresses
        .filter(({ link }) => only === undefined || link === only)
        .map((address) => addressSnapshot(address, names.get(address.link))),
    )
  }

  /** Gives a link an address: `10.0.0.2/24`; without a length it stands for itself only (/32, /128). */
  async add(link: LinkReference, prefix: string | Prefix, options: AddressOptions = {}): Promise<void> {
    const operation = 'address.add'
    const address = await this.#change(operation, link, prefix, options)
    const attempt = attemptOf(operation, 'add', link, address, 'to')
    await this.#conversation.request(attempt, options, (kernel) => kernel.addAddress(address))
  }

  /** Takes an address from a link. */
  async delete(link: LinkReference, prefix: string | Prefix, options: AddressOptions = {}): Promise<void> {
    const operation = 'address.delete'
    const address = await this.#change(operation, link, prefix, options)
    const attempt = attemptOf(operation, 'delete', link, address, 'from')
    await this.#conversation.request(attempt, options, (kernel) => kernel.deleteAddress(address))
  }

  async #change(
    operation: string,
    link: LinkReference,
    prefix: string | Prefix,
    { peer, ...options }: AddressOptions,
  ): Promise<NativeAddressChange> {
    const { version, address, prefixLength } = readPrefix(prefix)
    const other = peer === undefined ? undefined : readAddress(peer, version, operation)
    const index = await this.#lookup.index(link, operation, options)
    return { link: index, version, address, prefixLength, peer: other }
  }
}

function attemptOf(
  operation: string,
  verb: string,
  link: LinkReference,
  address: NativeAddressChange,
  preposition: string,
) {
  const subject = formatPrefix(address)
  const doing = `${verb} the address ${subject} ${preposition} the link ${shown(link)}`
  return { operation, subject, doing, changes: true }
}
