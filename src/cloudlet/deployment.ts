/** A deployment: what was asked for, what runs, and what is told of it. */
import type { PublicKey } from '../keys/public-key.js'
import type { Deployment } from '../sinfonia/deployment.js'
import type { Recipe } from './recipes/recipe.js'

/** What a client is told of a deployment: a snapshot. */
export interface CloudletDeployment extends Deployment {
  /** A DNS label, unlike that of any other deployment of this cloudlet: `quiet-harbor`. */
  readonly name: string
  /** When it was asked for first. */
  readonly created: Date
}

export interface DeploymentPlan {
  readonly name: string
  readonly recipe: Recipe
  readonly clientKey: PublicKey
  readonly clientAddresses: readonly string[]
}

export interface RunningDeployment {
  readonly publicKey: PublicKey
  /** UDP, in the host's namespace. */
  readonly port: number
  lastHandshake(): Promise<Date | undefined>
  /** Resolves once a part of it has ended by itself, with what happened: "the backend ended with status 1". */
  readonly ended: Promise<string>
  /** Ends all parts and waits for that. Idempotent. */
  close(): Promise<void>
}

/** Makes a deployment run. Where it rejects, also by the signal, it has left nothing behind. */
export type Deployer = (plan: DeploymentPlan, signal: AbortSignal) => Promise<RunningDeployment>
