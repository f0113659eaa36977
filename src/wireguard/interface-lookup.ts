// Finds the interface that a link stands for: the kernel's, or that of a program behind a socket.
import type { NativeLinkSelector } from '../addon/native-link.js'
import { checkAnyLinkName, longestLinkName } from '../netlink/arguments.js'
import { type GenericConversation, type RequestOptions, unlessEnded } from '../netlink/conversation.js'
import { indexIn, type LinkReference } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import type { WireGuardInterface } from './interface.js'
import { KernelInterface } from './kernel-interface.js'
import type { UserspaceInterfaces } from './userspace-interfaces.js'

/** What WireGuard's links need of the network that they are in. */
export interface WireGuardSurroundings {
  /** Throws where there is no generic netlink. */
  conversation(attempt: Attempt): GenericConversation
  /** Undefined: none of this network, for they go by name. */
  readonly userspace: UserspaceInterfaces | undefined
  link(link: LinkReference, operation: string, options: RequestOptions): Promise<WireGuardLinkFacts>
  links(operation: string, options: RequestOptions): Promise<readonly WireGuardLinkFacts[]>
}

interface WireGuardLinkFacts {
  readonly index: number
  readonly name: string
  readonly kind: string | undefined
}

export class WireGuardInterfaces {
  readonly #surroundings: WireGuardSurroundings

  constructor(surroundings: WireGuardSurroundings) {
    this.#surroundings = surroundings
  }

  /** Sorted; somebody may listen there, or not. */
  async userspaceNames(): Promise<readonly string[]> {
    return (await this.#surroundings.userspace?.names()) ?? []
  }

  /** As wg(8) decides it: whoever listens on the socket of its name, else the kernel. */
  async open(link: LinkReference, attempt: Attempt, options: RequestOptions): Promise<WireGuardInterface> {
    if (typeof link === 'string') checkAnyLinkName(link, attempt.operation)
    const isAsked = this.#surroundings.userspace?.mayHaveAny()
    const found = isAsked && (await this.#userspaceOf(link, attempt, options))
    return found || this.kernel(await this.#selector(link, attempt.operation, options), attempt)
  }

  kernel(selector: NativeLinkSelector, attempt: Attempt): WireGuardInterface {
    return new KernelInterface(selector, this.#surroundings.conversation(attempt))
  }

  /** By the name that is given, which need not be that of a link in this network; else by the link's own. */
  async #userspaceOf(
    link: LinkReference,
    attempt: Attempt,
    options: RequestOptions,
  ): Promise<WireGuardInterface | undefined> {
    const { operation } = attempt
    const name = givenName(link, operation)
    const found = name === undefined ? undefined : await this.userspace(name, attempt, options)
    if (found || isElsewhere(link)) return found
    const own = await this.#ownName(link, operation, options)
    return own === undefined || own === name ? undefined : await this.userspace(own, attempt, options)
  }

  /** Undefined: there is no link of the given name, which whoever is asked next says better. */
  async #ownName(link: LinkReference, operation: string, options: RequestOptions) {
    try {
      return (await this.#surroundings.link(link, operation, options)).name
    } catch (error) {
      const refusal = unlessEnded(error)
      if (typeof link === 'string') return undefined
      throw refusal
    }
  }

  /** The kernel's WireGuard knows no name that is too long to be a link's own. */
  async #selector(
    link: LinkReference,
    operation: string,
    options: RequestOptions,
  ): Promise<NativeLinkSelector> {
    if (typeof link !== 'string') return { index: indexIn(link, operation) }
    if (Buffer.byteLength(link) <= longestLinkName) return { name: link }
    return { index: (await this.#surroundings.link(link, operation, options)).index }
  }

  /** Undefined: nobody listens on a socket of this name. */
  async userspace(
    name: string,
    attempt: Attempt,
    options: RequestOptions,
  ): Promise<WireGuardInterface | undefined> {
    const linkIndex = (other: string) =>
      this.#surroundings.link(other, attempt.operation, options).then(
        ({ index }) => index,
        () => undefined,
      )
    return await this.#surroundings.userspace?.connect(name, attempt, options, linkIndex)
  }
}

/** Undefined: none, but an index. */
function givenName(link: LinkReference, operation: string): string | undefined {
  if (typeof link === 'string') return link
  return isElsewhere(link) ? checkAnyLinkName(String(link.name), operation) : undefined
}

/** Of list(), without a link in this network. */
function isElsewhere(link: LinkReference): link is { readonly index: 0; readonly name: unknown } {
  return typeof link === 'object' && link?.index === 0 && 'name' in link
}
