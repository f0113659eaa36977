// Finds the interface that a link stands for: the kernel's, or that of a program behind a socket.
import { checkIndex, checkLinkName } from '../netlink/arguments.js'
import type { GenericConversation, RequestOptions } from '../netlink/conversation.js'
import type { LinkReference } from '../netlink/link-reference.js'
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
    const { userspace } = this.#surroundings
    const name = userspace?.mayHaveAny() && (await this.#name(link, attempt.operation, options))
    const found = name && (await this.userspace(name, attempt, options))
    return (
      found ||
      new KernelInterface(selectorOf(link, attempt.operation), this.#surroundings.conversation(attempt))
    )
  }

  async #name(link: LinkReference, operation: string, options: RequestOptions): Promise<string> {
    if (typeof link === 'string') return checkLinkName(link, operation)
    // Of list(), without a link in this network.
    if (typeof link === 'object' && link.index === 0 && 'name' in link)
      return checkLinkName(String(link.name), operation)
    return (await this.#surroundings.link(link, operation, options)).name
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

function selectorOf(link: LinkReference, operation: string) {
  if (typeof link === 'string') return { name: checkLinkName(link, operation) }
  return { index: checkIndex(typeof link === 'number' ? link : link.index, operation) }
}
