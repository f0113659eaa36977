import { invalid } from '../netlink/arguments.js'
import type { GenericConversation, RequestOptions } from '../netlink/conversation.js'
import type { EventStreams } from '../netlink/event-stream.js'
import type { Attempt } from '../netlink/refusal.js'
import { GenericFamily } from './family.js'

/** What generic netlink needs of the network. */
export interface GenericSurroundings extends EventStreams {
  /** Throws where there is none. */
  conversation(attempt: Attempt): GenericConversation
}

/** GENL_NAMSIZ of <linux/genetlink.h> is 16, and counts a NUL. */
const longestName = 15

/** Generic netlink: any family that the kernel has, also those that this package knows nothing of. */
export class GenericNetlink {
  readonly #surroundings: GenericSurroundings

  /** @internal */
  constructor(surroundings: GenericSurroundings) {
    this.#surroundings = surroundings
  }

  /**
   * A family by its name: `ethtool`, `nl80211`, `nlctrl`. The kernel loads its module where it has one. Needs no rights.
   *
   * @throws OperationError ENOENT where the kernel has no such family, ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED
   */
  async family(name: string, options: RequestOptions = {}): Promise<GenericFamily> {
    const operation = 'generic.family'
    if (
      typeof name !== 'string' ||
      name === '' ||
      Buffer.byteLength(name) > longestName ||
      name.includes('\0')
    )
      throw invalid(operation, JSON.stringify(name) ?? String(name), 'is no name of a family: 1 to 15 bytes')
    const attempt = { operation, subject: name, doing: `find the family ${name}`, changes: false }
    const conversation = this.#surroundings.conversation(attempt)
    const native = await conversation.request(attempt, options, (kernel) => kernel.getFamily(name))
    return new GenericFamily(native, conversation, this.#surroundings)
  }
}
