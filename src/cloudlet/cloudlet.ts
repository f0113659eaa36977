import { formatAddress, parseAddress } from '../address/address.js'
import { throwIfAborted } from '../errors/aborted.js'
import { OperationError } from '../errors/operation-error.js'
import { oneLine } from '../sinfonia/one-line.js'
import { AddressPool } from './address-pool.js'
import { Announcement } from './announcement.js'
import { cloudletsRoute } from './api/cloudlets.js'
import { deployRoute } from './api/deploy.js'
import { recipeRoute } from './api/recipe.js'
import { ApiServer } from './api/server.js'
import { systemClock } from './clock.js'
import { localDeployer } from './deployer.js'
import type { CloudletDeployment } from './deployment.js'
import { Deployments } from './deployments.js'
import { type CloudletReport, KnownCloudlets } from './known-cloudlets.js'
import type { Log } from './log.js'
import { type CloudletOptions, isWildcard, settle } from './options.js'
import { RecipeRepository } from './recipes/repository.js'
import { ResourceMeter } from './resources.js'

export type { CloudletDeployment } from './deployment.js'
export type { CloudletOptions } from './options.js'

/** Characters of a line of the log, which can hold what a client or a backend said. */
const greatestLine = 2000
/** Milliseconds between two reports to Tier1, as a Tier2 sends them. */
const announcementInterval = 15_000

/**
 * A Tier1 and Tier2 of Sinfonia in this process, for this machine: it deploys backends into network namespaces of their own and
 * answers with WireGuard tunnels to them. Others that report themselves to it are listed, and never asked for a deployment.
 *
 * Needs what a {@link Tunnel} needs, once there is a deployment: user namespaces and /dev/net/tun; no rights.
 */
export class Cloudlet implements AsyncDisposable {
  /** Base URL of its API: `http://127.0.0.1:40123`. */
  readonly url: string
  readonly #server: ApiServer
  readonly #deployments: Deployments
  readonly #announcement: Announcement | undefined
  #closed: Promise<void> | undefined

  private constructor(
    url: string,
    server: ApiServer,
    deployments: Deployments,
    announcement: Announcement | undefined,
  ) {
    this.url = url
    this.#server = server
    this.#deployments = deployments
    this.#announcement = announcement
  }

  /**
   * Resolves once its API takes requests.
   *
   * @throws OperationError ERR_INVALID_ARGUMENT, ERR_TIER1_URL; ERR_RECIPE where there is no such directory; ERR_CLOUDLET where it
   *   cannot listen; ERR_ABORTED
   */
  static async start(options: CloudletOptions = {}): Promise<Cloudlet> {
    const { signal, tier1 } = options
    throwIfAborted(signal, 'cloudlet.start')
    const settings = settle(options)
    const log = logOf(options)
    const recipes = new RecipeRepository(options.recipes)
    await recipes.check()
    const meter = new ResourceMeter()
    const deployments = new Deployments({
      ...settings,
      deployer: localDeployer(settings, log),
      pool: new AddressPool(settings.addresses),
      clock: systemClock,
      log,
    })
    let url = ''
    const routes = [
      deployRoute(deployments, recipes),
      recipeRoute(recipes),
      cloudletsRoute(new KnownCloudlets(systemClock), () => ownReport(options.publicUrl ?? url)),
    ]
    const server = new ApiServer(routes, log)
    url = urlOf(settings.host, await listen(server, settings))
    const announcement =
      tier1 === undefined
        ? undefined
        : new Announcement({
            tier1,
            uuid: settings.uuid,
            url: options.publicUrl ?? url,
            interval: announcementInterval,
            measure: () => meter.read(),
            env: settings.environment,
            log,
          })
    const cloudlet = new Cloudlet(url, server, deployments, announcement)
    if (signal?.aborted) await cloudlet.close()
    throwIfAborted(signal, 'cloudlet.start')
    return cloudlet
  }

  /** Those that run, oldest first: a snapshot. */
  deployments(): readonly CloudletDeployment[] {
    return this.#deployments.list()
  }

  /**
   * Releases every deployment and waits until nothing of them is left. Requests under way are answered with 503; a client that does not
   * send the rest of one, or does not read its answer, is cut off after a second. Idempotent.
   */
  close(): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  /** As {@link close}. */
  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #close(): Promise<void> {
    this.#server.refuse()
    await Promise.all([this.#deployments.close(), this.#announcement?.close()])
    await this.#server.close()
  }
}

async function listen(
  server: ApiServer,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<number> {
  try {
    return await server.listen(host, port)
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause)
    const subject = `${host}, port ${port}`
    throw new OperationError(`the cloudlet cannot listen on ${subject}: ${detail}`, {
      code: 'ERR_CLOUDLET',
      operation: 'cloudlet.start',
      subject,
      detail,
      remedy: 'Choose another address or port; port 0 takes any that is free.',
      cause,
    })
  }
}

function urlOf(host: string, port: number): string {
  const address = parseAddress(host)
  const reachable = !isWildcard(host) ? formatAddress(address) : address.version === 4 ? '127.0.0.1' : '::1'
  return reachable.includes(':') ? `http://[${reachable}]:${port}` : `http://${reachable}:${port}`
}

function ownReport(url: string): CloudletReport {
  return {
    endpoint: `${url}/api/v1/deploy`,
    locations: [],
    accepted_clients: ['0.0.0.0/0'],
    rejected_clients: [],
    resources: {},
  }
}

function logOf({ log, debug }: CloudletOptions): Log {
  return (level, message) => (level === 'info' ? log : debug)?.(oneLine(message, greatestLine))
}
