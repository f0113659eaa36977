import { AbortListeners } from '../errors/abort-listeners.js'
import { OperationError } from '../errors/operation-error.js'
import type { PublicKey } from '../keys/public-key.js'
import { type RequestOptions, unlessEnded } from '../netlink/conversation.js'
import { type LinkReference, shown } from '../netlink/link-reference.js'
import type { Attempt } from '../netlink/refusal.js'
import { type ResolveEndpoint, readChange, type WireGuardChange, wipe } from './change.js'
import { changeTo, checkPeers, type WireGuardConfiguration } from './configuration.js'
import { endpointOf, type WireGuardDevice } from './device.js'
import { difference } from './difference.js'
import { resolveEndpoint } from './endpoint.js'
import { explanations } from './explanations.js'
import type { WireGuardInterface, WireGuardListOptions, WireGuardReadOptions } from './interface.js'
import { WireGuardInterfaces, type WireGuardSurroundings } from './interface-lookup.js'

/**
 * The WireGuard of a network namespace's links. Everything, reading too, needs CAP_NET_ADMIN over the namespace; listen port and
 * fwmark need it over the namespace where the link was born, which may be another one.
 *
 * Userspace interfaces (wireguard-go and others) are asked over their sockets, /var/run/wireguard/NAME.sock, as by wg(8): where
 * somebody listens there, also for a link that is the kernel's, and else the kernel. Such a socket belongs to a directory and not to
 * a network namespace: by itself only the network that was opened without naming a namespace looks there, others where
 * `wireguardSockets` says so. Needs the right to connect to the socket. A change is not atomic there: where it is refused, the
 * error's outcome is `unknown`.
 *
 * Every method throws OperationError: the kernel's errno by name (ENODEV where there is no such link, EOPNOTSUPP where it is none
 * of WireGuard, EPERM, ENOENT where the kernel has no WireGuard, EADDRINUSE for a listen port that is taken; EACCES, ECONNRESET,
 * EBADMSG for a userspace interface), ERR_INVALID_ARGUMENT, ERR_ENDPOINT_NAME, ERR_ABORTED, ERR_CLOSED.
 * Source: <linux/wireguard.h>, https://www.wireguard.com/xplatform/.
 */
export class WireGuard {
  readonly #surroundings: WireGuardSurroundings
  readonly #interfaces: WireGuardInterfaces
  readonly #aborts = new AbortListeners()

  /** @internal */
  constructor(surroundings: WireGuardSurroundings) {
    this.#surroundings = surroundings
    this.#interfaces = new WireGuardInterfaces(surroundings)
  }

  /** One link. */
  async get(link: LinkReference, options: WireGuardReadOptions = {}): Promise<WireGuardDevice> {
    return await this.#get(link, 'wireguard.get', options)
  }

  /**
   * The names of what {@link list} tells of, in its order, without asking any: who may not read one may know its name. A userspace
   * interface whose socket is there and cannot be connected to is among them, as in wg(8).
   */
  async names(options: RequestOptions = {}): Promise<readonly string[]> {
    const operation = 'wireguard.names'
    const links = await this.#surroundings.links(operation, options)
    const names = new Set(links.filter(({ kind }) => kind === 'wireguard').map(({ name }) => name))
    for (const name of await this.#interfaces.userspaceNames()) {
      const found = await this.#interfaces
        .userspace(name, attemptToRead(name, operation), options)
        .catch(unlessEnded)
      if (found) names.add(name)
      if (typeof found === 'object' && 'close' in found) found.close()
    }
    return Object.freeze([...names])
  }

  /**
   * All WireGuard links of the kernel by index, then the userspace interfaces by name. Sockets where nobody listens are passed over,
   * and userspace interfaces that cannot be read (closed to this user, out of order), as wg(8) does: `onUnreadable` hears of them.
   */
  async list(options: WireGuardListOptions = {}): Promise<readonly WireGuardDevice[]> {
    const links = await this.#surroundings.links('wireguard.list', options)
    const ofKernel = links.filter(({ kind }) => kind === 'wireguard')
    const named = new Set(ofKernel.map(({ name }) => name))
    const others = (await this.#interfaces.userspaceNames()).filter((name) => !named.has(name))
    const devices: WireGuardDevice[] = []
    for (const link of [...ofKernel, ...others]) {
      const device = await this.#listed(link, options)
      if (device) devices.push(device)
    }
    return Object.freeze(devices)
  }

  /** Undefined: it is gone, or passed over. */
  async #listed(
    link: string | { readonly name: string; readonly index: number },
    options: WireGuardListOptions,
  ): Promise<WireGuardDevice | undefined> {
    const attempt = attemptToRead(link, 'wireguard.list')
    try {
      const found = await this.#interfaces.userspace(attempt.subject, attempt, options)
      if (found) return await read(found, attempt, options)
    } catch (error) {
      options.onUnreadable?.(unlessEnded(error))
      return undefined
    }
    if (typeof link === 'string') return undefined
    const kernel = this.#interfaces.kernel({ index: link.index }, attempt)
    return await read(kernel, attempt, options).catch(unlessGone)
  }

  /**
   * Changes what is given: what is absent stays as it is, null clears. What does not fit into one message to the kernel (some
   * hundred peers) is sent in several; where a later one is refused, the error's outcome is `partly-applied`.
   */
  async update(link: LinkReference, change: WireGuardChange, options: RequestOptions = {}): Promise<void> {
    await this.#send(link, 'wireguard.update', change, false, options)
  }

  /**
   * Makes the link have exactly this. All peers are removed and added anew, so that their sessions end: {@link synchronise} keeps
   * those of unchanged peers.
   */
  async replace(
    link: LinkReference,
    configuration: WireGuardConfiguration,
    options: RequestOptions = {},
  ): Promise<void> {
    const operation = 'wireguard.replace'
    const change = changeTo(configuration, operation)
    try {
      await this.#send(link, operation, change, true, options)
    } catch (error) {
      // Who may not set the mark need not, where there is none.
      const mayDoWithout = configuration.fwmark === undefined && configuration.listenPort === undefined
      if (!mayDoWithout || !isRefusal(error, 'EPERM')) throw error
      const device = await this.#get(link, operation, options).catch(nothing)
      if (device?.fwmark !== 0) throw error
      await this.#send(link, operation, { ...change, fwmark: undefined }, true, options)
    }
  }

  /**
   * Makes the link have exactly this by the least change: reads it, compares, and sends what differs, if anything. Peers that do not
   * change keep their sessions, counters and, where the configuration names none, their endpoints. What others change meanwhile
   * is not seen.
   */
  async synchronise(
    link: LinkReference,
    configuration: WireGuardConfiguration,
    options: RequestOptions = {},
  ): Promise<void> {
    const operation = 'wireguard.synchronise'
    const peers = configuration.peers ?? []
    checkPeers(peers, operation)
    const resolve = this.#resolver(operation, options)
    const resolved = await Promise.all(
      peers.map(async ({ endpoint, ...peer }) => ({
        ...peer,
        endpoint: endpoint === undefined ? undefined : endpointOf(await resolve(endpoint)),
      })),
    )
    const device = await this.#get(link, operation, { ...options, privateKey: true })
    const change = difference(device, configuration, resolved)
    if (change) await this.#send(device, operation, change, false, options)
  }

  /** Removes a peer and its session, if it is there. */
  async removePeer(link: LinkReference, publicKey: PublicKey, options: RequestOptions = {}): Promise<void> {
    const change = { peers: [{ publicKey, remove: true }] }
    await this.#send(link, 'wireguard.removePeer', change, false, options)
  }

  #resolver(operation: string, options: RequestOptions): ResolveEndpoint {
    const { signal } = options
    const linkIndex = async (name: string) => (await this.#surroundings.link(name, operation, options)).index
    const surroundings = { operation, aborts: this.#aborts, signal, linkIndex }
    return (endpoint) => resolveEndpoint(endpoint, surroundings)
  }

  async #get(
    link: LinkReference,
    operation: string,
    options: WireGuardReadOptions,
  ): Promise<WireGuardDevice> {
    const attempt = attemptToRead(link, operation)
    return await read(await this.#interfaces.open(link, attempt, options), attempt, options)
  }

  async #send(
    link: LinkReference,
    operation: string,
    change: WireGuardChange,
    replacePeers: boolean,
    options: RequestOptions,
  ): Promise<void> {
    const attempt = {
      operation,
      subject: shown(link),
      doing: `configure the WireGuard link ${shown(link)}`,
      changes: true,
      explanations: explanations(change),
    }
    const found = await this.#interfaces.open(link, attempt, options)
    try {
      const checked = await readChange(change, operation, this.#resolver(operation, options))
      await found.set({ ...checked, replacePeers }, attempt, options).finally(() => wipe(checked))
    } finally {
      found.close()
    }
  }
}

async function read(
  found: WireGuardInterface,
  attempt: Attempt,
  options: WireGuardReadOptions,
): Promise<WireGuardDevice> {
  try {
    return await found.get(attempt, options)
  } finally {
    found.close()
  }
}

function attemptToRead(link: LinkReference, operation: string): Attempt {
  const subject = shown(link)
  return { operation, subject, doing: `read the WireGuard link ${subject}`, changes: false }
}

function isRefusal(error: unknown, code: string): error is OperationError {
  return error instanceof OperationError && error.code === code
}

function unlessGone(error: unknown): undefined {
  if (!isRefusal(error, 'ENODEV')) throw error
}

const nothing = () => undefined
