/** Asks the kernel for links: what all who name one have in common. */
import type { NativeLink } from '../addon/native-link.js'
import { isOperationError } from '../errors/operation-error.js'
import { checkAnyLinkName } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import { indexIn, type LinkReference, shown } from '../netlink/link-reference.js'

export class LinkLookup {
  readonly #conversation: RouteConversation

  constructor(conversation: RouteConversation) {
    this.#conversation = conversation
  }

  /** One link; `operation` is what it is needed for. A name may be an alternative one. */
  get(
    link: LinkReference,
    operation: string,
    options: RequestOptions,
    statistics = false,
  ): Promise<NativeLink> {
    const selector =
      typeof link === 'string'
        ? { name: checkAnyLinkName(link, operation) }
        : { index: indexIn(link, operation) }
    const attempt = { operation, subject: shown(link), doing: `find the link ${shown(link)}`, changes: false }
    return this.#conversation.request(attempt, options, (kernel) => kernel.getLink(selector, statistics))
  }

  list(operation: string, options: RequestOptions, statistics = false): Promise<readonly NativeLink[]> {
    const attempt = { operation, subject: 'links', doing: 'list the links', changes: false }
    return this.#conversation.request(attempt, options, (kernel) => kernel.listLinks(statistics))
  }

  /** Asked for where only the name is known. */
  async index(link: LinkReference, operation: string, options: RequestOptions): Promise<number> {
    return typeof link === 'string'
      ? (await this.get(link, operation, options)).index
      : indexIn(link, operation)
  }

  /** Undefined where there is no such link, or no more. */
  async name(index: number, operation: string, options: RequestOptions): Promise<string | undefined> {
    try {
      return (await this.get(index, operation, options)).name
    } catch (error) {
      if (isOperationError(error) && error.code === 'ENODEV') return undefined
      throw error
    }
  }

  /** The names of all links, by index. */
  async names(operation: string, options: RequestOptions): Promise<ReadonlyMap<number, string>> {
    return new Map((await this.list(operation, options)).map(({ index, name }) => [index, name]))
  }
}
