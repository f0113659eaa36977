import { AbortListeners } from '../errors/abort-listeners.js'
import { throwIfAborted } from '../errors/aborted.js'
import { checkLinkName } from '../netlink/arguments.js'
import type { RequestOptions } from '../netlink/conversation.js'
import type { Link } from '../network/link.js'
import { Network } from '../network/network.js'
import type { Application, ApplicationOptions, PipedApplication } from './application.js'
import { checkNamed, creationArguments } from './creation.js'
import { NamespaceDescriptors } from './descriptors.js'
import { type ExistingNamespace, openReference } from './existing.js'
import { Keeper, type KeeperAnswer } from './keeper.js'
import { usualLauncher } from './launcher.js'
import { addNamed, configurationOf, deleteNamed, listNamed, resolverOf } from './named.js'
import type { NamespaceOpenOptions, NamespaceOptions, NamespaceSocketOptions, Tun } from './options.js'
import { FrameWriter, Request } from './protocol.js'
import { type ResolverConfiguration, resolverText } from './resolver-text.js'
import { socketRequest } from './socket-request.js'
import { startApplication } from './start-application.js'
import { createTunnelLink, type TunnelLinkOptions, tunnelLinkUnavailable } from './tunnel-link.js'

export type { ExistingNamespace } from './existing.js'
export type { NamespaceOpenOptions, NamespaceOptions, NamespaceSocketOptions, Tun } from './options.js'
export type { TunnelLinkOptions } from './tunnel-link.js'

const aborts = new AbortListeners()

/**
 * A network namespace, with a process of ours in it that starts applications there, in a mount namespace of their own.
 *
 * One that {@link create} makes stands in a user namespace as well, and needs no privilege: the caller's own user and group are
 * mapped to themselves, applications hold no capability and can gain none, and everything in it ends with {@link close}, or with
 * this process, however that ends. One that {@link open} finds, and one with a name, stays; what was started in it through this
 * object ends.
 */
export class Namespace implements AsyncDisposable {
  /** Of the process that holds the namespaces. */
  readonly pid: number
  /** Where it was made or opened by its name. */
  readonly name: string | undefined
  /** Resolves when that process has ended: with an error where nobody closed it. */
  readonly ended: Promise<Error | undefined>
  readonly #keeper: Keeper
  /** What was not taken is closed with the namespace. */
  readonly #descriptors: NamespaceDescriptors
  readonly #tunName: string
  readonly #released: Promise<void>
  #applications = 0

  private constructor(keeper: Keeper, { payload, descriptors }: KeeperAnswer, name?: string) {
    this.#keeper = keeper
    this.name = name
    this.ended = keeper.ended
    this.pid = payload.u32()
    this.#tunName = payload.text()
    this.#descriptors = new NamespaceDescriptors(descriptors)
    this.#released = this.ended.then(() => this.#descriptors.close())
  }

  /**
   * Makes the namespaces. The process that holds them is started before the first await, but where a name is asked for.
   *
   * Needs user namespaces (Linux 4.18 or later) open to the caller; with a name CAP_SYS_ADMIN instead.
   *
   * @throws OperationError ERR_NAMESPACE, ERR_TUN, ERR_LAUNCHER, ERR_ADDON, ERR_ABORTED, ERR_INVALID_ARGUMENT; with a name EPERM,
   *   EEXIST
   */
  static async create(options: NamespaceOptions = {}): Promise<Namespace> {
    throwIfAborted(options.signal, 'namespace.create')
    if (options.name !== undefined) return await Namespace.#createNamed(options.name, options)
    return await Namespace.#start('namespace.create', creationArguments(options), options)
  }

  /**
   * Opens a network namespace that exists, whoever made it. {@link close} leaves it as it is.
   *
   * Applications run there as this process is, with its capabilities, as with nsenter(1) and `ip netns exec`: over the host's
   * own namespaces that is all that root may do. Where the namespace belongs to a user namespace of the caller's, that one is
   * entered as well. Named ones have the files of /etc/netns/NAME in /etc, as they are now; resolv.conf as {@link setResolver}
   * puts it.
   *
   * Needs CAP_SYS_ADMIN over the user namespace that it belongs to, which root has over the host's, and everybody over his own.
   *
   * @throws OperationError EPERM, EACCES (the path, or the process of somebody else), EINVAL (no network namespace), ENOENT,
   *   ESRCH, ERR_RESOLVER, ERR_INVALID_ARGUMENT, ERR_LAUNCHER, ERR_ADDON, ERR_ABORTED
   */
  static async open(reference: ExistingNamespace, options: NamespaceOpenOptions = {}): Promise<Namespace> {
    return await Namespace.#open('namespace.open', reference, options)
  }

  /**
   * The names of the named network namespaces, sorted: `ip netns list`. Needs no rights.
   *
   * @throws OperationError ERR_ABORTED, or the errno of reading /run/netns
   */
  static async list({ signal }: RequestOptions = {}): Promise<readonly string[]> {
    throwIfAborted(signal, 'namespace.list')
    const names = await listNamed()
    throwIfAborted(signal, 'namespace.list')
    return names
  }

  /**
   * Takes a name away, as `ip netns delete NAME`: the namespace itself goes when no process and no descriptor is left in it.
   * Needs CAP_SYS_ADMIN.
   *
   * @param options.signal ends the waiting: the outcome is `unknown` then
   * @throws OperationError EPERM, ENOENT, ERR_INVALID_ARGUMENT, ERR_LAUNCHER, ERR_ADDON, ERR_ABORTED
   */
  static async delete(name: string, options: RequestOptions = {}): Promise<void> {
    await deleteNamed(name, usualLauncher(), options.signal)
  }

  /** Aborted, it takes the name away again, for which it waits. */
  static async #createNamed(name: string, options: NamespaceOptions): Promise<Namespace> {
    checkNamed(options)
    const launcher = options.launcher ?? usualLauncher(options.libexec)
    await addNamed(name, launcher)
    try {
      return await Namespace.#open('namespace.create', { name }, options)
    } catch (error) {
      await deleteNamed(name, launcher).catch(() => undefined)
      throw error
    }
  }

  static async #open(
    operation: string,
    reference: ExistingNamespace,
    options: NamespaceOpenOptions,
  ): Promise<Namespace> {
    throwIfAborted(options.signal, operation)
    const { descriptor, label, name, close } = await openReference(reference)
    try {
      throwIfAborted(options.signal, operation)
      const files = name === undefined ? [] : ['--files', configurationOf(name)]
      const args = ['--privileged', '--enter', label, ...files]
      return await Namespace.#start(operation, args, options, { descriptor, name })
    } finally {
      await close()
    }
  }

  static async #start(
    operation: string,
    args: readonly string[],
    options: NamespaceOpenOptions,
    existing?: { readonly descriptor: number; readonly name: string | undefined },
  ): Promise<Namespace> {
    const launcher = options.launcher ?? usualLauncher(options.libexec)
    const descriptors = args.includes('--tun') ? 5 : 4
    const keeper = new Keeper(launcher, args, descriptors, existing?.descriptor, options.libexec)
    const forget = options.signal && aborts.add(options.signal, () => void keeper.close())
    try {
      const namespace = new Namespace(keeper, await keeper.ready, existing?.name)
      const resolver = existing?.name === undefined ? undefined : await resolverOf(existing.name)
      if (resolver !== undefined) await namespace.setResolver(resolver)
      if (options.signal?.aborted) await namespace.close()
      throwIfAborted(options.signal, operation)
      return namespace
    } catch (error) {
      await keeper.close()
      throwIfAborted(options.signal, operation)
      throw error
    } finally {
      forget?.()
    }
  }

  /** A descriptor of the network namespace. Stays this object's. */
  get networkNamespace(): number {
    return this.#descriptors.get('network')
  }

  /** A descriptor of the user namespace that it belongs to. Stays this object's. */
  get userNamespace(): number {
    return this.#descriptors.get('user')
  }

  /** A NETLINK_ROUTE socket that was opened inside. The caller's from now on, who closes it. */
  takeRouteSocket(): number {
    return this.#descriptors.take('route')
  }

  /** A NETLINK_GENERIC socket that was opened inside. The caller's from now on, who closes it. */
  takeGenericSocket(): number {
    return this.#descriptors.take('generic')
  }

  /** The TUN device, which goes with the last of its descriptors. The caller's from now on, who closes it. Undefined: none was asked for. */
  takeTun(): Tun | undefined {
    return this.#tunName === ''
      ? undefined
      : { descriptor: this.#descriptors.take('tun'), name: this.#tunName }
  }

  /**
   * Sets /etc/resolv.conf for every application inside, and puts the host's resolvers (systemd-resolved, nscd, Avahi) out of their
   * reach. Can be called again. Nothing is written to the host's disk.
   *
   * @throws OperationError ERR_RESOLVER, ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED, ERR_LAUNCHER
   */
  async setResolver(
    configuration: string | ResolverConfiguration,
    { signal }: RequestOptions = {},
  ): Promise<void> {
    const text = typeof configuration === 'string' ? configuration : resolverText(configuration)
    await this.#keeper.requestUnlessAborted({
      kind: Request.resolver,
      payload: new FrameWriter().bytes(Buffer.from(text)),
      operation: 'namespace.setResolver',
      signal,
    })
  }

  /**
   * Opens a socket inside, bound and, for TCP, listening, for this process outside: `dgram` takes it with `bind({ fd })`, `net` and
   * `http` with `listen({ fd })`. Any port is open to the caller. The descriptor is the caller's, who closes it.
   *
   * @throws OperationError EADDRINUSE, EADDRNOTAVAIL …, ERR_INVALID_ARGUMENT, ERR_ABORTED, ERR_CLOSED, ERR_LAUNCHER
   */
  async openSocket(options: NamespaceSocketOptions): Promise<number> {
    const { descriptors } = await this.#keeper.requestUnlessAborted({
      kind: Request.socket,
      payload: socketRequest(options),
      operation: 'namespace.openSocket',
      receive: 1,
      signal: options.signal,
    })
    return descriptors[0] as number
  }

  /**
   * Makes a link of the kernel's WireGuard in it, whose UDP socket stands in this process's own network namespace: the encrypted
   * packets leave by the host's network. (That of a link which `network.links.create` makes stands where the link was made.) Keys
   * and peers are the caller's to set; only the UDP port and the fwmark are not, unless he has CAP_NET_ADMIN.
   *
   * Needs WireGuard in the kernel, and CAP_NET_ADMIN or the helper that `sinfonia-tier3 setup` installs: docs/privileges.md.
   *
   * @throws OperationError ERR_KERNEL_WIREGUARD, ERR_HELPER, ERR_ABORTED, ERR_CLOSED, ERR_INVALID_ARGUMENT or the kernel's errno
   *   (EEXIST)
   */
  async createTunnelLink(options: TunnelLinkOptions): Promise<Link> {
    const { name, libexec, signal } = options
    throwIfAborted(signal, 'namespace.createTunnelLink')
    checkLinkName(name, 'namespace.createTunnelLink')
    const unavailable = tunnelLinkUnavailable(libexec)
    if (unavailable) throw unavailable
    await using network = await Network.open({ namespace: this, signal })
    await createTunnelLink(this.networkNamespace, options)
    return await network.links.get(name)
  }

  /**
   * Runs a program inside, in this process's process group and terminal.
   *
   * @param command - looked up in the PATH of its environment, or a path
   * @throws OperationError ERR_APPLICATION_NOT_FOUND, ERR_APPLICATION_NOT_EXECUTABLE, ERR_INVALID_ARGUMENT, ERR_ABORTED,
   *   ERR_LAUNCHER, ERR_CLOSED, or the kernel's errno (ENOENT for a missing working directory, EPERM or EINVAL for a uid or gid)
   */
  run(
    command: string,
    args: readonly string[] | undefined,
    options: ApplicationOptions & { readonly stdio: 'pipe' },
  ): Promise<PipedApplication>
  run(command: string, args?: readonly string[], options?: ApplicationOptions): Promise<Application>
  run(command: string, args: readonly string[] = [], options: ApplicationOptions = {}): Promise<Application> {
    return startApplication(this.#keeper, ++this.#applications, [command, ...args], options)
  }

  /** Kills every process that was started through this object, and what they left running, and waits until they are gone. Idempotent. */
  async close(): Promise<void> {
    await this.#keeper.close()
    await this.#released
  }

  /** {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}
