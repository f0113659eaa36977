import type { NativeFamily, NativeGenericCommand } from '../addon/native-generic.js'
import type { OperationError } from '../errors/operation-error.js'
import { checkNumber, invalid } from '../netlink/arguments.js'
import type { GenericConversation, RequestOptions } from '../netlink/conversation.js'
import type { EventStreams } from '../netlink/event-stream.js'
import { encodeAttributes, type RawAttribute } from '../netlink/raw-attributes.js'
import type { Attempt } from '../netlink/refusal.js'
import { GroupMessages } from './group.js'
import { type GenericMessage, readMessage } from './message.js'
import { named } from './refused-attribute.js'

/** A command that a family knows, where the kernel tells of it. */
export interface GenericOperation {
  readonly command: number
  /** {@link GenericFamily.request} can send it. */
  readonly request: boolean
  /** {@link GenericFamily.dump} can. */
  readonly dump: boolean
  /** Needs CAP_NET_ADMIN, in the initial user namespace or (`namespace`) over that of the network. */
  readonly admin: false | 'initial' | 'namespace'
}

export interface GenericRequestOptions extends RequestOptions {
  /** Default: the version of the family. Few look at it. */
  readonly version?: number | undefined
  /** The family's own header, for one whose `headerSize` is not 0. Default: zeros. */
  readonly header?: Uint8Array | undefined
}

/** Bits of CTRL_ATTR_OP_FLAGS: <linux/genetlink.h>. */
const OperationFlag = { adminPermission: 1, request: 2, dump: 4, namespaceAdminPermission: 16 } as const
const mostBytes = 1024 * 1024

/**
 * A family of generic netlink in the network that it was asked of: ethtool, nl80211, devlink …
 *
 * A module that is unloaded and loaded again gets another number: then what is asked rejects with ENOENT, and `network.generic.family`
 * finds it anew.
 */
export class GenericFamily {
  /** The type of its messages. */
  readonly id: number
  readonly name: string
  readonly version: number
  /** Bytes of a header of its own ahead of the attributes: 0 for almost all. */
  readonly headerSize: number
  /** Names of its multicast groups. */
  readonly groups: readonly string[]
  readonly operations: readonly GenericOperation[]
  readonly #native: NativeFamily
  readonly #conversation: GenericConversation
  readonly #streams: EventStreams

  /** @internal */
  constructor(native: NativeFamily, conversation: GenericConversation, streams: EventStreams) {
    this.id = native.id
    this.name = native.name
    this.version = native.version
    this.headerSize = native.headerSize
    this.groups = Object.freeze(native.groups.map(({ name }) => name))
    this.operations = Object.freeze(native.operations.map(operationOf))
    this.#native = native
    this.#conversation = conversation
    this.#streams = streams
  }

  /**
   * Sends a command, and resolves with what the kernel answers before it acknowledges: often one message, or none.
   *
   * @param command its number, 0 to 255
   * @param attributes in order; `AttributeSet.write` makes them, all together at most 1 MiB
   * @throws OperationError the kernel's errno (`attribute` is the path of the one that it refuses, by name where
   * `AttributeSet.write` made it), EMSGSIZE for an answer of more than 64 MiB, EBADMSG, ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED
   */
  async request(
    command: number,
    attributes: readonly RawAttribute[] = [],
    options: GenericRequestOptions = {},
  ): Promise<readonly GenericMessage[]> {
    const attempt = this.#attempt('generic.request', `send command ${command} to`, true)
    return await this.#send(attempt, command, attributes, options, (kernel, message) =>
      kernel.sendCommand(message),
    )
  }

  /**
   * All objects that a command tells of (NLM_F_DUMP). Interrupted by a change it is made again, up to ten times, and rejects with
   * ERR_DUMP_INTERRUPTED then; else as {@link request}.
   */
  async dump(
    command: number,
    attributes: readonly RawAttribute[] = [],
    options: GenericRequestOptions = {},
  ): Promise<readonly GenericMessage[]> {
    const attempt = this.#attempt('generic.dump', `dump by command ${command} of`, false)
    return await this.#send(attempt, command, attributes, options, (kernel, message) => kernel.dump(message))
  }

  /**
   * What the kernel tells a multicast group from now on: `for await (const message of family.join('monitor'))`. Opens a socket
   * of its own: that needs CAP_NET_ADMIN over the namespace in a network that was opened over a socket or by its namespace, and
   * some groups need it anyhow. Ends with the loop, {@link GroupMessages.close}, or the network.
   *
   * @param options.signal ends it with ERR_ABORTED
   * @throws OperationError in the loop: EPERM, ERR_ABORTED, ERR_CLOSED, EBADMSG; at once: ERR_INVALID_ARGUMENT
   */
  join(group: string | readonly string[], options: RequestOptions = {}): GroupMessages {
    const attempt = this.#attempt('generic.join', 'join a group of', false)
    const wanted = typeof group === 'string' ? [group] : group
    const ids = wanted.map((name) => this.#group(name))
    if (ids.length === 0) throw invalid(attempt.operation, 'groups:', 'at least one must be given')
    return new GroupMessages(this.#native, ids, this.#conversation, attempt, this.#streams, options)
  }

  #group(name: string): number {
    const found = this.#native.groups.find((group) => group.name === name)
    if (found) return found.id
    const known = this.groups.length === 0 ? 'it has none' : `it has ${this.groups.join(', ')}`
    throw invalid('generic.join', String(name), `is no group of the family ${this.name}: ${known}`)
  }

  #attempt(operation: string, what: string, changes: boolean): Attempt {
    return { operation, subject: this.name, doing: `${what} the family ${this.name}`, changes }
  }

  async #send(
    attempt: Attempt,
    command: number,
    attributes: readonly RawAttribute[],
    options: GenericRequestOptions,
    send: (
      kernel: Parameters<Parameters<GenericConversation['request']>[2]>[0],
      message: NativeGenericCommand,
    ) => Promise<Uint8Array[]>,
  ): Promise<readonly GenericMessage[]> {
    const message = this.#message(attempt.operation, command, attributes, options)
    const answers = await this.#conversation
      .request(attempt, options, (kernel) => send(kernel, message))
      .catch((error: unknown) => {
        throw named(error as OperationError, attributes)
      })
    return Object.freeze(answers.map((answer) => readMessage(answer, this.#native)))
  }

  #message(
    operation: string,
    command: number,
    attributes: readonly RawAttribute[],
    { version = this.version, header = new Uint8Array(this.headerSize) }: GenericRequestOptions,
  ): NativeGenericCommand {
    checkNumber(command, 'number of a command', operation, 0, 255)
    checkNumber(version, 'version of a family', operation, 0, 255)
    if (!(header instanceof Uint8Array) || header.length !== this.headerSize)
      throw invalid(operation, 'header:', `must be a Uint8Array of ${this.headerSize} bytes`)
    const bytes = encodeAttributes(attributes, operation)
    if (bytes.length > mostBytes)
      throw invalid(operation, 'attributes:', `must not be more than ${mostBytes} bytes`)
    return { family: this.id, command, version, header, attributes: bytes }
  }
}

function operationOf({ command, flags }: NativeFamily['operations'][number]): GenericOperation {
  const ofNamespace = (flags & OperationFlag.namespaceAdminPermission) !== 0
  const ofInitial = (flags & OperationFlag.adminPermission) !== 0
  return Object.freeze({
    command,
    request: (flags & OperationFlag.request) !== 0,
    dump: (flags & OperationFlag.dump) !== 0,
    admin: ofNamespace ? 'namespace' : ofInitial && 'initial',
  })
}
