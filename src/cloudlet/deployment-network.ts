/** A deployment's end of its tunnel, and the namespace that it ends in. */
import { parseAddress } from '../address/address.js'
import { parsePrefix } from '../address/prefix.js'
import { PrivateKey } from '../keys/private-key.js'
import type { PublicKey } from '../keys/public-key.js'
import type { Application, ApplicationOptions } from '../namespace/application.js'
import { Tunnel, type TunnelOptions } from '../tunnel/tunnel.js'
import { type ClusterAddresses, clusterAddresses, versionsOf } from './cluster-addresses.js'
import type { DeploymentPlan } from './deployment.js'
import { searchDomains } from './dns/deployment-zone.js'
import type { Log } from './log.js'

/** By which WireGuard the tunnels go. */
export type DeploymentWay = Pick<TunnelOptions, 'way' | 'libexec'>

export class DeploymentNetwork {
  readonly publicKey: PublicKey
  /** Of the tunnel's UDP socket, in the host's namespace. */
  readonly port: number
  /** What the backend and the DNS server have here, by IP version. */
  readonly clusterAddresses: readonly ClusterAddresses[]
  /** Resolves once the tunnel has ended by itself, with how. */
  readonly ended: Promise<string>
  readonly #tunnel: Tunnel
  readonly #clientKey: PublicKey

  private constructor(tunnel: Tunnel, publicKey: PublicKey, port: number, plan: DeploymentPlan) {
    this.publicKey = publicKey
    this.port = port
    this.clusterAddresses = addressesFor(plan)
    this.ended = endOf(tunnel)
    this.#tunnel = tunnel
    this.#clientKey = plan.clientKey
  }

  /** Opens it for the plan's client alone. Rejects with what {@link Tunnel.open} rejects with. */
  static async open(
    plan: DeploymentPlan,
    { log, signal, way, libexec }: DeploymentWay & { readonly log: Log; readonly signal: AbortSignal },
  ): Promise<DeploymentNetwork> {
    const privateKey = PrivateKey.generate()
    const addresses = addressesFor(plan)
    const tunnel = await Tunnel.open(
      {
        privateKey,
        addresses: addresses.flatMap(({ dns, service }) => [dns, service]).map((text) => parsePrefix(text)),
        peers: [
          { publicKey: plan.clientKey, allowedIps: plan.clientAddresses.map((text) => parsePrefix(text)) },
        ],
        resolver: { servers: addresses.map(({ dns }) => dns), search: searchDomains(plan.name) },
      },
      { way, libexec, signal, log: (line) => log('debug', `${plan.name}: ${line}`) },
    )
    try {
      return new DeploymentNetwork(tunnel, privateKey.publicKey(), await tunnel.listenPort(), plan)
    } catch (error) {
      await tunnel.close()
      throw error
    }
  }

  /** Of a process in the namespace that lives as long as it. */
  get pid(): number {
    return this.#tunnel.namespace.pid
  }

  /** A TCP socket inside that listens, for `listen({ fd })`. */
  openListener(address: string, port: number): Promise<number> {
    return this.#tunnel.namespace.openSocket({ type: 'tcp', address, port })
  }

  /** A UDP socket inside, for `bind({ fd })`. */
  openDatagram(address: string, port: number): Promise<number> {
    return this.#tunnel.namespace.openSocket({ type: 'udp', address, port })
  }

  /** Starts a program inside, without rights: see {@link Tunnel.run}. */
  run(command: string, args: readonly string[], options: ApplicationOptions): Promise<Application> {
    return this.#tunnel.run(command, args, options)
  }

  /** Of the client. Undefined: there was none yet. */
  async lastHandshake(): Promise<Date | undefined> {
    return (await this.#tunnel.peer(this.#clientKey))?.lastHandshake
  }

  /** Ends all that runs inside, then tunnel and namespace. Idempotent. */
  close(): Promise<void> {
    return this.#tunnel.close()
  }
}

function addressesFor(plan: DeploymentPlan): readonly ClusterAddresses[] {
  return versionsOf(plan.clientAddresses.map(parseAddress)).map((version) => clusterAddresses[version])
}

async function endOf(tunnel: Tunnel): Promise<string> {
  const error = await tunnel.ended
  return error ? error.message : await new Promise<never>(() => {})
}
