import type { NativeLinkChange } from '../addon/native-link.js'
import { OperationError } from '../errors/operation-error.js'
import { checkAnyLinkName, checkLinkName } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { type LinkReference, shown } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import { type Link, linkSnapshot, relatives } from './link.js'
import { type LinkChange, stepsOf } from './link-change.js'
import { type LinkCreation, readCreation } from './link-creation.js'
import type { LinkLookup } from './link-lookup.js'
import { descriptorOf, type NamespaceReference } from './namespace-reference.js'
import { readTunCreation, withoutDevice } from './tun-creation.js'

/**
 * The links of a network namespace. Reading needs no rights; changing needs CAP_NET_ADMIN over the namespace.
 *
 * Every method throws OperationError: the kernel's errno by name (ENODEV where there is no such link, EPERM …),
 * ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED. What takes several requests is not aborted behind the first change that the kernel
 * has made, but done to its end. Source: rtnetlink(7).
 */
export class Links {
  readonly #conversation: RouteConversation
  readonly #lookup: LinkLookup

  /** @internal */
  constructor(conversation: RouteConversation, lookup: LinkLookup) {
    this.#conversation = conversation
    this.#lookup = lookup
  }

  /** One link. */
  async get(link: LinkReference, options: RequestOptions = {}): Promise<Link> {
    const native = await this.#lookup.get(link, 'link.get', options, true)
    const names = new Map<number, string>()
    for (const relative of relatives(native)) {
      const name = await this.#lookup.name(relative, 'link.get', options)
      if (name !== undefined) names.set(relative, name)
    }
    return linkSnapshot(native, names)
  }

  /** All of them, by index. */
  async list(options: RequestOptions = {}): Promise<readonly Link[]> {
    const links = await this.#lookup.list('link.list', options, true)
    const names = new Map(links.map(({ index, name }) => [index, name]))
    return Object.freeze(links.map((link) => linkSnapshot(link, names)))
  }

  /**
   * Creates a link. Resolves with nothing where it is born in another namespace: ask there.
   *
   * One of kind tun is made by /dev/net/tun, as by `ip tuntap add`, and persistent: it stays until it is deleted. ERR_TUN where that
   * device is not to be had. What else is given for it is set afterwards; where that is refused the link is deleted again.
   */
  async create(
    creation: LinkCreation & { readonly namespace?: undefined },
    options?: RequestOptions,
  ): Promise<Link>
  async create(creation: LinkCreation, options?: RequestOptions): Promise<Link | undefined>
  async create(creation: LinkCreation, options: RequestOptions = {}): Promise<Link | undefined> {
    const { name, kind, namespace } = creation
    if (kind === 'tun') return await this.#createTun(creation, options)
    const native = await readCreation(creation, (link) => this.#lookup.index(link, 'link.create', options))
    const attempt = changing('link.create', name, `create the link ${name} of kind ${kind}`)
    await this.#conversation.request(attempt, options, (kernel) => kernel.createLink(native))
    return namespace === undefined ? await this.get(name) : undefined
  }

  /**
   * Changes a link: down first, then name, MTU, master and the rest, up last; each is a request of its own. When one is refused,
   * those before it have been done, and the error's outcome says `partly-applied`.
   *
   * Options of its kind are changed where the kernel can: of bridge, macvlan and ipvlan by name, of others by `kindAttributes`.
   */
  async set(link: LinkReference, change: LinkChange, options: RequestOptions = {}): Promise<void> {
    const index = (other: LinkReference) => this.#lookup.index(other, 'link.set', options)
    const steps = await stepsOf(change, index)
    const own = await index(link)
    for (const [at, step] of steps.entries()) {
      const attempt = changing('link.set', shown(link), `${step.doing} of the link ${shown(link)}`)
      await this.#set(own, step.change, attempt, at > 0 ? {} : options).catch((error: unknown) => {
        throw at > 0 ? partly(error) : error
      })
    }
  }

  /**
   * Moves a link into another namespace and renames it there if asked to. It loses its
   * addresses and goes down. Needs CAP_NET_ADMIN over both.
   *
   * Where the new name is taken the kernel may have moved it under its old one: `partly-applied`.
   */
  async move(
    link: LinkReference,
    namespace: NamespaceReference,
    options: RequestOptions & { readonly name?: string | undefined } = {},
  ): Promise<void> {
    const operation = 'link.move'
    const name = options.name === undefined ? undefined : checkLinkName(options.name, operation)
    const index = await this.#lookup.index(link, operation, options)
    const change = { namespace: descriptorOf(namespace, operation), name }
    const attempt = changing(operation, shown(link), `move the link ${shown(link)} to another namespace`)
    await this.#set(index, change, attempt, options).catch(async (error: unknown) => {
      throw name !== undefined && (await this.#isGone(index)) ? partly(error) : error
    })
  }

  /** Deletes a link; the other end of a veth goes with it. */
  async delete(link: LinkReference, options: RequestOptions = {}): Promise<void> {
    const index = await this.#lookup.index(link, 'link.delete', options)
    const attempt = changing('link.delete', shown(link), `delete the link ${shown(link)}`)
    await this.#conversation.request(attempt, options, (kernel) => kernel.deleteLink(index))
  }

  /** Gives a link a further name of 1 to 127 bytes, under which it is found as well. Linux 5.5. */
  async addAlternativeName(link: LinkReference, name: string, options: RequestOptions = {}): Promise<void> {
    const operation = 'link.addAlternativeName'
    checkAnyLinkName(name, operation)
    const index = await this.#lookup.index(link, operation, options)
    const attempt = changing(operation, shown(link), `give the link ${shown(link)} the name ${name}`)
    await this.#conversation.request(attempt, options, (kernel) => kernel.addAlternativeName(index, name))
  }

  /** Takes one of its further names from a link. */
  async deleteAlternativeName(
    link: LinkReference,
    name: string,
    options: RequestOptions = {},
  ): Promise<void> {
    const operation = 'link.deleteAlternativeName'
    checkAnyLinkName(name, operation)
    const index = await this.#lookup.index(link, operation, options)
    const attempt = changing(operation, shown(link), `take the name ${name} from the link ${shown(link)}`)
    await this.#conversation.request(attempt, options, (kernel) => kernel.deleteAlternativeName(index, name))
  }

  async #createTun(creation: LinkCreation, options: RequestOptions): Promise<Link> {
    const { name } = creation
    const index = (link: LinkReference) => this.#lookup.index(link, 'link.create', options)
    const { tun, steps } = await readTunCreation(creation, index)
    const attempt = changing('link.create', name, `create the link ${name} of kind tun`)
    await this.#conversation
      .request(attempt, options, (kernel) => kernel.createTun(name, tun))
      .catch((error: unknown) => {
        throw withoutDevice(error)
      })
    try {
      const own = await this.#lookup.index(name, 'link.create', {})
      for (const { change } of steps) await this.#set(own, change, attempt, {})
      return await this.get(own)
    } catch (error) {
      await this.delete(name).catch(() => undefined)
      throw error
    }
  }

  async #isGone(index: number): Promise<boolean> {
    const found = await this.#lookup.get(index, 'link.move', {}).catch((error: unknown) => error)
    return found instanceof OperationError && found.code === 'ENODEV'
  }

  #set(index: number, change: NativeLinkChange, attempt: Attempt, options: RequestOptions): Promise<void> {
    return this.#conversation.request(attempt, options, (kernel) => kernel.setLink(index, change))
  }
}

function changing(operation: string, subject: string, doing: string): Attempt {
  return { operation, subject, doing, changes: true }
}

function partly(error: unknown): unknown {
  if (!(error instanceof OperationError) || error.outcome !== 'not-applied') return error
  return new OperationError(error.message, { ...error, outcome: 'partly-applied', cause: error.cause })
}
