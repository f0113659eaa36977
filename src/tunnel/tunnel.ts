import { formatPrefix, type Prefix } from '../address/prefix.js'
import { AbortListeners } from '../errors/abort-listeners.js'
import { aborted, throwIfAborted } from '../errors/aborted.js'
import { isOperationError, OperationError, type Outcome } from '../errors/operation-error.js'
import type { PublicKey } from '../keys/public-key.js'
import type { Application, ApplicationOptions, PipedApplication } from '../namespace/application.js'
import { Namespace } from '../namespace/namespace.js'
import type { SupervisedEngine } from '../namespace/supervise.js'
import type { RequestOptions } from '../netlink/conversation.js'
import { Network } from '../network/network.js'
import { choose } from './choose.js'
import type { TunnelConfiguration, TunnelPeer, TunnelResolver } from './configuration.js'
import { resolveEndpoint } from './endpoint.js'
import { checkMtu, greatestDefaultMtu, leastMtuOf, pathMtu } from './mtu.js'
import type { PeerStatus, ResolvedPeer, Way, WayName, WireGuardLink } from './ways/way.js'

const operation = 'tunnel.configure'

/** How a tunnel is made. */
export interface TunnelOptions {
  /**
   * `kernel`: WireGuard in the kernel, which takes CAP_NET_ADMIN or the helper that `sinfonia-tier3 setup` installs; `userspace`:
   * an engine, which takes /dev/net/tun. Default: the kernel's where it works, else the engine.
   */
  readonly way?: WayName | undefined
  /** Where `sinfonia-tier3 setup` has installed its programs. Default: /usr/local/libexec/sinfonia-tier3. */
  readonly libexec?: string | undefined
  /** Called with the way that was taken, and why it is not the kernel's where nothing was insisted on. */
  readonly onWay?: ((way: WayName, withoutKernel: OperationError | undefined) => void) | undefined
  /** Map the user to root inside, and let applications keep the namespace's capabilities. Default: false. */
  readonly mapRoot?: boolean | undefined
  /** Called with each line that the WireGuard engine has to say. */
  readonly log?: ((line: string) => void) | undefined
  /** Aborts it with ERR_ABORTED; what had been made is taken away. */
  readonly signal?: AbortSignal | undefined
}

/**
 * A WireGuard link in a network namespace of its own, whose only way out it is; the encrypted packets leave through the
 * caller's namespace.
 *
 * Needs user namespaces, and either /dev/net/tun and no rights, or WireGuard in the kernel with CAP_NET_ADMIN or the helper.
 * Ends with {@link close}, or with the process.
 */
export class Tunnel implements AsyncDisposable {
  /** What programs run in. Closed with the tunnel. */
  readonly namespace: Namespace
  /** The network inside: its links, addresses and routes. */
  readonly network: Network
  /** How its link came about. */
  readonly way: WayName
  readonly #link: WireGuardLink
  readonly #aborts = new AbortListeners()
  #closed: Promise<void> | undefined

  /** Resolves when the tunnel has ended: with an error where it did so by itself. */
  readonly ended: Promise<Error | undefined>

  private constructor(namespace: Namespace, network: Network, way: WayName, link: WireGuardLink) {
    this.namespace = namespace
    this.network = network
    this.way = way
    this.#link = link
    this.ended = Promise.race([link.ended, namespace.ended])
  }

  /** {@link prepare} and {@link configure} in one. Rejects as they do; nothing is left then. */
  static async open(configuration: TunnelConfiguration, options: TunnelOptions = {}): Promise<Tunnel> {
    const listenPort = configuration.listenPort !== undefined
    const tunnel = await Tunnel.prepare({ ...options, listenPort })
    try {
      await tunnel.configure(configuration, options)
      return tunnel
    } catch (error) {
      await tunnel.close()
      throw error
    }
  }

  /**
   * Makes the namespace and the link, as yet without keys, addresses and routes: all that can be done before the
   * configuration is known. The processes are started before the first await.
   *
   * @param options - `listenPort`: the configuration will tell a UDP port, which links of the helper's do not take
   * @throws OperationError ERR_NAMESPACE, ERR_TUN, ERR_LAUNCHER, ERR_ENGINE, ERR_ADDON, ERR_ABORTED; ERR_KERNEL_WIREGUARD or
   *   ERR_HELPER where the kernel's way was insisted on
   */
  static async prepare(
    options: TunnelOptions & { readonly listenPort?: boolean | undefined } = {},
  ): Promise<Tunnel> {
    const { ways, withoutKernel } = choose(options.way, options)
    let because = withoutKernel
    for (const [at, way] of ways.entries()) {
      try {
        const tunnel = await Tunnel.#prepare(way, options)
        options.onWay?.(way.name, because)
        return tunnel
      } catch (error) {
        if (at === ways.length - 1 || !leavesAnotherWay(error)) throw error
        because = error
      }
    }
    throw new Error('there is always a way to try')
  }

  static async #prepare(way: Way, options: TunnelOptions): Promise<Tunnel> {
    const namespace = await Namespace.create({
      tun: way.needsTun,
      mapRoot: options.mapRoot,
      libexec: options.libexec,
      signal: options.signal,
    })
    let link: WireGuardLink | undefined
    let network: Network | undefined
    try {
      const sockets = { socket: namespace.takeRouteSocket(), genericSocket: namespace.takeGenericSocket() }
      network = await Network.open({ ...sockets, signal: options.signal })
      link = await way.open(namespace, network, options)
      await network.links.set('lo', { up: true }, { signal: options.signal })
      throwIfAborted(options.signal, 'tunnel.prepare')
      return new Tunnel(namespace, network, way.name, link)
    } catch (error) {
      await Promise.allSettled([network?.close(), link?.close(), namespace.close()])
      throw error
    }
  }

  /**
   * Keys, peers, name, MTU, addresses, routes and resolver become those of the configuration; the link goes up. Once a tunnel: one
   * whose configuration fails or is aborted is only good to be closed.
   *
   * @throws OperationError ERR_ENDPOINT_NAME, ERR_INVALID_ARGUMENT (an MTU too small for IPv6), ERR_RESOLVER, ERR_ENGINE,
   *   ERR_ABORTED, or the kernel's errno
   */
  async configure(configuration: TunnelConfiguration, { signal }: RequestOptions = {}): Promise<void> {
    throwIfAborted(signal, operation)
    checkMtu(configuration)
    const endpoints = new Map<TunnelPeer, { address: string; text: string }>()
    for (const peer of configuration.peers) {
      if (peer.endpoint) endpoints.set(peer, await resolveEndpoint(peer.endpoint, signal))
    }
    const mtu = configuration.mtu ?? (await this.#defaultMtu(configuration, [...endpoints.values()], signal))
    const { resolver } = configuration
    const resolving = resolver && this.namespace.setResolver({ options: ['ndots:5'], ...present(resolver) })
    const both = Promise.all([resolving, this.#configureNetwork(configuration, mtu, signal)])
    await this.#unlessAborted(both, signal, operation, 'partly-applied')
    // Last, since it starts the handshake where keepalives are on: by then answers find their way.
    const settings = {
      privateKey: configuration.privateKey,
      listenPort: configuration.listenPort,
      peers: configuration.peers.map((peer) => resolved(peer, endpoints.get(peer)?.text)),
    }
    await this.#unlessAborted(this.#link.configure(settings), signal, operation, 'partly-applied')
    throwIfAborted(signal, operation)
  }

  /** Runs a program inside: see {@link Namespace.run}. */
  run(
    command: string,
    args: readonly string[] | undefined,
    options: ApplicationOptions & { readonly stdio: 'pipe' },
  ): Promise<PipedApplication>
  run(command: string, args?: readonly string[], options?: ApplicationOptions): Promise<Application>
  run(command: string, args?: readonly string[], options?: ApplicationOptions): Promise<Application> {
    return this.namespace.run(command, args, options)
  }

  /** The UDP port, in the host's namespace, that the tunnel listens on. */
  listenPort({ signal }: RequestOptions = {}): Promise<number> {
    return this.#unlessAborted(this.#link.listenPort(), signal, 'tunnel.listenPort', 'not-applied')
  }

  /** What is known of a peer; undefined where the tunnel has none with this key. */
  peer(publicKey: PublicKey, { signal }: RequestOptions = {}): Promise<PeerStatus | undefined> {
    return this.#unlessAborted(this.#link.peer(publicKey), signal, 'tunnel.peer', 'not-applied')
  }

  /** @internal For `supervise`: what must stay open for the tunnel to live when this process is replaced. */
  handOver(): SupervisedEngine | undefined {
    return this.#link.handOver()
  }

  /** Ends every application inside, the link and the namespace, and waits until they are gone. Idempotent. */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    await Promise.all([this.network.close(), this.#link.close(), this.namespace.close()])
  }

  #unlessAborted<Result>(
    work: Promise<Result>,
    signal: AbortSignal | undefined,
    doing: string,
    outcome: Outcome,
  ): Promise<Result> {
    return this.#aborts.unless(work, signal, (fired) => aborted(fired, doing, outcome))
  }

  async #defaultMtu(
    configuration: TunnelConfiguration,
    endpoints: readonly { readonly address: string }[],
    signal: AbortSignal | undefined,
  ): Promise<number> {
    if (endpoints.length === 0) return greatestDefaultMtu
    await using host = await Network.open({ signal })
    const path = await pathMtu(
      host,
      endpoints.map((endpoint) => endpoint.address),
      signal,
    )
    return Math.max(leastMtuOf(configuration), Math.min(greatestDefaultMtu, this.#link.mtu(path)))
  }

  async #configureNetwork(
    configuration: TunnelConfiguration,
    mtu: number,
    signal: AbortSignal | undefined,
  ): Promise<void> {
    const { links, addresses, routes } = this.network
    const link = this.#link.index
    await links.set(link, { name: configuration.linkName ?? 'wg0', mtu }, { signal })
    for (const address of configuration.addresses) await addresses.add(link, address, { signal })
    await links.set(link, { up: true }, { signal })
    for (const to of uniquePrefixes(configuration.peers)) {
      await routes.add({ to, link }, { signal }).catch(tolerateExisting)
    }
  }
}

function leavesAnotherWay(error: unknown): error is OperationError {
  return isOperationError(error) && (error.code === 'ERR_KERNEL_WIREGUARD' || error.code === 'ERR_HELPER')
}

function resolved(peer: TunnelPeer, endpoint: string | undefined): ResolvedPeer {
  return { ...peer, endpoint }
}

function present(resolver: TunnelResolver): { servers: readonly string[]; search?: readonly string[] } {
  return Object.fromEntries(Object.entries(resolver).filter(([, value]) => value !== undefined)) as never
}

function uniquePrefixes(peers: readonly TunnelPeer[]): Prefix[] {
  const prefixes = new Map<string, Prefix>()
  for (const peer of peers) for (const prefix of peer.allowedIps) prefixes.set(formatPrefix(prefix), prefix)
  return [...prefixes.values()]
}

/** The kernel made the route itself when an address with this prefix was added. */
function tolerateExisting(error: unknown): void {
  if (!(error instanceof OperationError && error.code === 'EEXIST')) throw error
}
