/** What an application's backend consists of: a Sinfonia recipe, and how this cloudlet starts it. */

/** The HTTP server that is built in. */
interface HelloworldRecipe {
  readonly kind: 'helloworld'
}

/** A local command. */
export interface CommandRecipe {
  readonly kind: 'command'
  /** Looked up in PATH where it has no slash. */
  readonly command: readonly [string, ...string[]]
  readonly environment: Readonly<Record<string, string>>
  /** Where the command is started: an absolute path. */
  readonly directory: string
  /** TCP ports that must listen before the deployment is answered. */
  readonly ports: readonly number[]
}

/** A recipe for a Kubernetes cluster: it can be shown here, not deployed. */
interface ChartRecipe {
  readonly kind: 'chart'
}

export interface Recipe {
  readonly uuid: string
  readonly chart: string
  readonly version: string
  readonly description?: string | undefined
  readonly values: Readonly<Record<string, unknown>>
  /** True: only who knows the UUID can use it, nobody can read it. */
  readonly restricted: boolean
  /** What the service is called inside the tunnel: DNS labels, at least one. */
  readonly names: readonly string[]
  readonly backend: HelloworldRecipe | CommandRecipe | ChartRecipe
}
