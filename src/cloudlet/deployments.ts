/** All deployments of a cloudlet: one for each application and key. */
import { parseAddress } from '../address/address.js'
import type { Endpoint } from '../address/endpoint.js'
import { parsePrefix } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'
import type { PublicKey } from '../keys/public-key.js'
import type { DeploymentTunnel } from '../sinfonia/deployment.js'
import type { AddressPool } from './address-pool.js'
import type { Clock } from './clock.js'
import { clusterAddresses, everything, versionsOf } from './cluster-addresses.js'
import type { CloudletDeployment, Deployer, DeploymentPlan } from './deployment.js'
import { DeploymentLife } from './deployment-life.js'
import { chooseDeploymentName } from './deployment-name.js'
import { searchDomains } from './dns/deployment-zone.js'
import type { Log } from './log.js'
import type { Recipe } from './recipes/recipe.js'

export interface DeploymentsOptions {
  readonly deployer: Deployer
  readonly pool: AddressPool
  /** Where clients reach the tunnels. */
  readonly endpointHost: Omit<Endpoint, 'port'>
  /** Milliseconds. */
  readonly lease: number
  /** How many there may be at a time. */
  readonly maximum: number
  readonly clock: Clock
  readonly log: Log
}

export class Deployments {
  readonly #options: DeploymentsOptions
  /** Those that a request can have, by application and key. */
  readonly #current = new Map<string, DeploymentLife>()
  /** Those, and those that are being released: what holds addresses and names. */
  readonly #all = new Set<DeploymentLife>()
  #closed = false

  constructor(options: DeploymentsOptions) {
    this.#options = options
  }

  /** Those that run, oldest first. */
  list(): readonly CloudletDeployment[] {
    return [...this.#current.values()].flatMap((life) => life.deployment ?? [])
  }

  /** The deployment of this application and key that runs or starts; its lease begins anew. Undefined: there is none. */
  find(uuid: string, clientKey: PublicKey): Promise<CloudletDeployment> | undefined {
    const life = this.#current.get(identity(uuid, clientKey))
    life?.renew()
    return life?.started
  }

  /**
   * The deployment that there is, or a new one. Rejects with what the deployer rejects with, with `ERR_CLOUDLET` where there is no
   * room for one more, and with `ERR_CLOSED` where the cloudlet stops.
   */
  async deploy(recipe: Recipe, clientKey: PublicKey): Promise<CloudletDeployment> {
    return await (this.find(recipe.uuid, clientKey) ?? this.#begin(recipe, clientKey).started)
  }

  /** Releases all, those that are being started too. Idempotent. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.all([...this.#all].map((life) => life.release('the cloudlet stops')))
  }

  #begin(recipe: Recipe, clientKey: PublicKey): DeploymentLife {
    this.#checkRoom()
    const { pool } = this.#options
    const isTaken = (name: string) => [...this.#all].some((life) => life.plan.name === name)
    const plan = { name: chooseDeploymentName(isTaken), recipe, clientKey, clientAddresses: pool.take() }
    const id = identity(recipe.uuid, clientKey)
    const life = new DeploymentLife(plan, {
      ...this.#options,
      tunnel: tunnelOf(plan),
      onEnding: () => this.#current.delete(id),
      onGone: () => {
        this.#all.delete(life)
        pool.giveBack(plan.clientAddresses)
      },
    })
    this.#current.set(id, life)
    this.#all.add(life)
    return life
  }

  #checkRoom(): void {
    const { maximum } = this.#options
    const operation = 'cloudlet.deploy'
    if (this.#closed) throw new OperationError('the cloudlet stops', { code: 'ERR_CLOSED', operation })
    if (this.#all.size < maximum) return
    throw new OperationError(`the cloudlet has ${maximum} deployments already`, {
      code: 'ERR_CLOUDLET',
      operation,
      remedy: 'Wait until an idle one is released, or give the cloudlet a greater maximum.',
    })
  }
}

function identity(uuid: string, clientKey: PublicKey): string {
  return `${uuid}/${clientKey.base64()}`
}

function tunnelOf(plan: DeploymentPlan): Omit<DeploymentTunnel, 'publicKey' | 'endpoint'> {
  const versions = versionsOf(plan.clientAddresses.map(parseAddress))
  return {
    addresses: plan.clientAddresses.map((address) => parsePrefix(address)),
    allowedIps: versions.map((version) => parsePrefix(everything[version])),
    dnsServers: versions.map((version) => clusterAddresses[version].dns),
    searchDomains: searchDomains(plan.name),
  }
}
