/** An application's backend inside a deployment's namespace. */
import type { DeploymentPlan } from '../deployment.js'
import type { DeploymentNetwork } from '../deployment-network.js'
import type { Log } from '../log.js'

export interface Backend {
  /** Resolves once it has ended by itself, with how: "the backend ended with status 1". */
  readonly ended: Promise<string>
  /** Idempotent. */
  close(): Promise<void>
}

export interface BackendPlace {
  readonly plan: DeploymentPlan
  readonly network: DeploymentNetwork
  readonly log: Log
  readonly signal: AbortSignal
}
