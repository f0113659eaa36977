import type { FileHandle } from 'node:fs/promises'
import { AbortListeners } from '../errors/abort-listeners.js'
import { GenericNetlink } from '../generic/generic.js'
import { checkDescriptor, checkNumber, invalid } from '../netlink/arguments.js'
import { explained, type RequestOptions, throwIfAborted } from '../netlink/conversation.js'
import type { EventStreams } from '../netlink/event-stream.js'
import { UserspaceInterfaces } from '../wireguard/userspace-interfaces.js'
import { WireGuard } from '../wireguard/wireguard.js'
import { Addresses } from './addresses.js'
import {
  type Conversations,
  closeConversations,
  genericConversation,
  openConversations,
  wireguardSurroundings,
} from './conversations.js'
import type { Topic } from './event.js'
import { LinkLookup } from './link-lookup.js'
import { Links } from './links.js'
import { type NamespaceFileOptions, openNamespaceFile } from './namespace-file.js'
import { descriptorOf, type NamespaceReference } from './namespace-reference.js'
import { Neighbours } from './neighbours.js'
import { Routes } from './routes.js'
import { Rules } from './rules.js'
import type { Watch } from './watch.js'
import { Watches } from './watches.js'

/**
 * Which network namespace: at most one of socket, namespace, namespaceName, namespacePath, pid and pidfd; none of them is the caller's own.
 *
 * To enter it by anything but a socket needs CAP_SYS_ADMIN over it, which the owner of its user namespace has.
 */
export interface NetworkOptions extends RequestOptions, NamespaceFileOptions {
  /**
   * A socket of NETLINK_ROUTE that was opened in the namespace, by descriptor. Taken over: closed with the network, and
   * where the opening is aborted.
   */
  readonly socket?: number | undefined
  /**
   * With `socket`: one of NETLINK_GENERIC that was opened in the same namespace, taken over as well. Without it there is neither
   * WireGuard nor generic netlink in this network.
   */
  readonly genericSocket?: number | undefined
  /** The namespace, as a {@link Namespace} or a descriptor; stays the caller's. */
  readonly namespace?: NamespaceReference | undefined
  /** Its name, as of `ip netns list`: it stands at /run/netns/NAME. */
  readonly namespaceName?: string | undefined
  /** Its path, as of `/proc/PID/ns/net`. */
  readonly namespacePath?: string | undefined
  /** The number of a process in it. Needs the right to trace that one (ptrace(2)). */
  readonly pid?: number | undefined
  /** A descriptor of a process in it (pidfd_open(2)); stays the caller's. */
  readonly pidfd?: number | undefined
  /**
   * The directory of the sockets of userspace WireGuard interfaces, NAME.sock each; false: none. Sockets are found by path, in the
   * caller's mount namespace, and nothing tells which network namespace an interface is in. Default: /var/run/wireguard in the
   * caller's own network, none in others.
   */
  readonly wireguardSockets?: string | false | undefined
}

/** Where wg(8) looks. */
const usualSockets = '/var/run/wireguard'

/**
 * Links, addresses, routes, rules, neighbours, WireGuard and generic netlink of one network namespace, over sockets that stay in it.
 *
 * Works in worker threads; a network belongs to the thread that opened it. Ends with {@link close}, or with the process.
 */
export class Network implements AsyncDisposable {
  /** Interfaces. */
  readonly links: Links
  /** The addresses of links. */
  readonly addresses: Addresses
  /** Of all tables. */
  readonly routes: Routes
  /** Which table a packet is looked up in. */
  readonly rules: Rules
  /** The caches of ARP and NDP. */
  readonly neighbours: Neighbours
  /** Keys and peers of WireGuard's links. */
  readonly wireguard: WireGuard
  readonly generic: GenericNetlink
  readonly #conversations: Conversations
  readonly #watches: Watches
  readonly #streams: EventStreams
  readonly #userspace: UserspaceInterfaces | undefined
  #closed: Promise<void> | undefined

  private constructor(conversations: Conversations, wireguardSockets: string | false) {
    const conversation = conversations.route
    const lookup = new LinkLookup(conversation)
    this.#conversations = conversations
    this.#userspace = wireguardSockets === false ? undefined : new UserspaceInterfaces(wireguardSockets)
    this.wireguard = new WireGuard(wireguardSurroundings(conversations, lookup, this.#userspace))
    this.links = new Links(conversation, lookup)
    this.addresses = new Addresses(conversation, lookup)
    this.routes = new Routes(conversation, lookup)
    this.rules = new Rules(conversation)
    this.#streams = { aborts: new AbortListeners(), open: new Set() }
    this.#watches = new Watches(conversation, lookup, this.#streams)
    this.generic = new GenericNetlink({ ...this.#streams, conversation: genericConversation(conversations) })
    this.neighbours = new Neighbours(conversation, lookup)
  }

  /**
   * Opens a socket in a namespace, or takes one over.
   *
   * @throws OperationError EPERM, EINVAL (no network namespace), ENOENT (the path, the process, or the pidfd), ESRCH (the process of
   * the pidfd has ended), EACCES (the path, or the process of somebody else), EBADF, EPROTOTYPE or ENOTSOCK (the socket then stays
   * the caller's; the other one has been taken over), ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_ADDON
   */
  static async open(options: NetworkOptions = {}): Promise<Network> {
    const { signal, namespaceName, namespacePath, socket, genericSocket } = options
    checkOptions(options)
    const subject = namespaceName ?? namespacePath ?? 'network'
    const attempt = {
      operation: 'network.open',
      subject,
      doing: `open the network${at(options)}`,
      changes: false,
    }
    // A socket is taken over first, or it would be left to nobody.
    if (options.socket === undefined) throwIfAborted(signal, attempt)
    let file: FileHandle | undefined
    try {
      file = await openNamespaceFile(options)
      const namespace = file?.fd ?? descriptorOf(options.namespace, attempt.operation)
      const conversations = await openConversations({ socket, genericSocket, namespace })
      const isOwn = socket === undefined && namespace === undefined
      const network = new Network(conversations, options.wireguardSockets ?? (isOwn && usualSockets))
      if (signal?.aborted) await network.close()
      throwIfAborted(signal, attempt)
      return network
    } catch (error) {
      throw explained(error, attempt)
    } finally {
      await file?.close()
    }
  }

  /**
   * Hears of changes, whoever makes them, from now on: `for await (const event of network.watch(['link', 'address']))`.
   *
   * Needs no rights, but CAP_NET_ADMIN over the namespace in a network that was opened over a socket or by its namespace.
   * Keeps the process alive while an event is waited for. Ends with the loop, {@link Watch.close}, {@link close} of the network.
   *
   * @param options.signal ends it with ERR_ABORTED
   * @throws OperationError in the loop: EPERM, ERR_ABORTED, ERR_CLOSED; at once: ERR_INVALID_ARGUMENT
   */
  watch<Wanted extends Topic>(topics: readonly Wanted[], options: RequestOptions = {}): Watch<Wanted> {
    return this.#watches.open(topics, options)
  }

  /** Waits for requests under way, then closes the socket; what has not been begun rejects with ERR_CLOSED. Idempotent. */
  close(): Promise<void> {
    for (const stream of this.#streams.open) stream.close()
    this.#userspace?.close()
    this.#closed ??= closeConversations(this.#conversations)
    return this.#closed
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

function checkOptions({ genericSocket, ...options }: NetworkOptions): void {
  const { socket, namespace, namespaceName, namespacePath, pid, pidfd, wireguardSockets } = options
  if (wireguardSockets !== undefined && wireguardSockets !== false && !isPath(wireguardSockets))
    throw invalid('network.open', 'wireguardSockets:', 'must be the path of a directory, or false')
  const given = [socket, namespace, namespaceName, namespacePath, pid, pidfd].filter(
    (value) => value !== undefined,
  )
  if (given.length > 1)
    throw invalid(
      'network.open',
      'socket, namespace, namespaceName, namespacePath, pid, pidfd:',
      'only one of them can be given',
    )
  if (genericSocket !== undefined && socket === undefined)
    throw invalid('network.open', 'genericSocket:', 'a socket must be given as well')
  for (const descriptor of [socket, genericSocket, pidfd]) {
    if (descriptor !== undefined) checkDescriptor(descriptor, 'network.open')
  }
  descriptorOf(namespace, 'network.open')
  if (pid !== undefined) checkNumber(pid, 'number of a process', 'network.open', 1, 0x7fff_ffff)
}

function isPath(path: unknown): boolean {
  return typeof path === 'string' && path !== '' && !path.includes('\0')
}

function at({ socket, namespace, namespaceName, namespacePath, pid, pidfd }: NetworkOptions): string {
  if (namespaceName !== undefined) return ` of the namespace ${namespaceName}`
  if (namespacePath !== undefined) return ` of ${namespacePath}`
  if (pid !== undefined) return ` of the process ${pid}`
  if (pidfd !== undefined) return ` of the process of descriptor ${pidfd}`
  if (typeof namespace === 'number') return ` of the namespace of descriptor ${namespace}`
  if (namespace !== undefined) return ' of the namespace'
  return socket === undefined ? '' : ` behind the socket of descriptor ${socket}`
}
