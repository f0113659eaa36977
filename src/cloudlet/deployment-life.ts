/** One deployment from the request until the last of it is gone. */
import type { Endpoint } from '../address/endpoint.js'
import { OperationError } from '../errors/operation-error.js'
import type { DeploymentTunnel } from '../sinfonia/deployment.js'
import type { Clock } from './clock.js'
import type { CloudletDeployment, Deployer, DeploymentPlan, RunningDeployment } from './deployment.js'
import { Lease } from './lease.js'
import type { Log } from './log.js'

export interface DeploymentLifeOptions {
  readonly deployer: Deployer
  /** Where the client reaches the tunnel. */
  readonly endpointHost: Omit<Endpoint, 'port'>
  /** The rest of what the client is told of the tunnel. */
  readonly tunnel: Omit<DeploymentTunnel, 'publicKey' | 'endpoint'>
  /** Milliseconds. */
  readonly lease: number
  readonly clock: Clock
  readonly log: Log
  /** Called once, as soon as nobody must be given this deployment any more. */
  readonly onEnding: () => void
  /** Called once, when nothing of it is left. */
  readonly onGone: () => void
}

export class DeploymentLife {
  readonly plan: DeploymentPlan
  /** Rejects with what the deployer rejects with, or with `ERR_CLOSED` where it was released before it ran. */
  readonly started: Promise<CloudletDeployment>
  readonly #options: DeploymentLifeOptions
  readonly #stop = new AbortController()
  #deployment: CloudletDeployment | undefined
  #running: RunningDeployment | undefined
  #lease: Lease | undefined
  #released: Promise<void> | undefined

  constructor(plan: DeploymentPlan, options: DeploymentLifeOptions) {
    this.plan = plan
    this.#options = options
    this.started = this.#start()
    this.started.catch((error: unknown) => this.release(`it did not start: ${describe(error)}`))
  }

  /** Undefined until it runs. */
  get deployment(): CloudletDeployment | undefined {
    return this.#deployment
  }

  renew(): void {
    this.#lease?.renew()
  }

  /** Ends it, in whatever state it is; resolves when nothing is left. Idempotent: the first reason is the one that is logged. */
  release(reason: string): Promise<void> {
    this.#released ??= this.#end(reason)
    return this.#released
  }

  async #start(): Promise<CloudletDeployment> {
    const { deployer, endpointHost, tunnel, lease, clock, log } = this.#options
    const created = new Date(clock.now())
    this.#running = await deployer(this.plan, this.#stop.signal).catch((error: unknown) => {
      this.#stop.signal.throwIfAborted() // tells why, where the deployer tells only that
      throw error
    })
    this.#stop.signal.throwIfAborted()
    const { publicKey, port, ended } = this.#running
    this.#lease = new Lease({
      duration: lease,
      clock,
      lastHandshake: () => this.#running?.lastHandshake() ?? Promise.resolve(undefined),
      onExpired: (error) =>
        void this.release(error === undefined ? 'idle for its lease time' : `no status: ${describe(error)}`),
    })
    void ended.then((reason) => this.release(reason))
    const { name, recipe, clientKey } = this.plan
    this.#deployment = Object.freeze({
      name,
      uuid: recipe.uuid,
      applicationKey: clientKey,
      status: 'Deployed',
      created,
      tunnel: { ...tunnel, publicKey, endpoint: { ...endpointHost, port } },
    })
    log('info', `${name}: deployed ${recipe.uuid} for ${clientKey}, UDP port ${port}`)
    return this.#deployment
  }

  async #end(reason: string): Promise<void> {
    const { log, onEnding, onGone } = this.#options
    const { name } = this.plan
    onEnding()
    this.#lease?.end()
    this.#stop.abort(closed(name, reason))
    await this.started.catch(() => {})
    try {
      await this.#running?.close()
      log('info', `${name}: released, ${reason}`)
    } catch (error) {
      log('info', `${name}: released, ${reason}; but not all of it ended: ${describe(error)}`)
    }
    onGone()
  }
}

function closed(name: string, reason: string): OperationError {
  return new OperationError(`the deployment ${name} was released: ${reason}`, {
    code: 'ERR_CLOSED',
    operation: 'cloudlet.deploy',
    subject: name,
  })
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
