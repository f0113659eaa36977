// The main job: a deployment from Tier1, a tunnel to it, an application inside.
import { performance } from 'node:perf_hooks'
import { addon } from '../addon/load.js'
import { throwIfAborted } from '../errors/aborted.js'
import type { Application, ApplicationOptions } from '../namespace/application.js'
import { applicationOptions } from '../namespace/application-options.js'
import type { TunnelConfiguration } from '../tunnel/configuration.js'
import { Tunnel, type TunnelOptions } from '../tunnel/tunnel.js'
import { parseApplication } from './application-uuid.js'
import type { Deployment } from './deployment.js'
import { type AcquiredKey, acquireKey } from './key-cache.js'
import type { DeployOptions } from './tier1.js'
import { parseTier1Url } from './tier1-url.js'

/** The steps of a launch. `namespace` runs beside `key` and `tier1`. */
export type LaunchStep = 'namespace' | 'key' | 'tier1' | 'tunnel' | 'application'

export interface LaunchOptions extends ApplicationOptions, Omit<TunnelOptions, 'signal'> {
  /** Where keys are kept: `<directory>/sinfonia/<uuid>`. Absent: a fresh key that is not kept. */
  readonly cacheDirectory?: string | undefined
  /** Of the request to Tier1. */
  readonly tier1?: Omit<DeployOptions, 'key' | 'signal'> | undefined
  /** Bytes; see {@link TunnelConfiguration.mtu}. */
  readonly mtu?: number | undefined
  /** Called at the end of each step, with its begin and end in milliseconds after the start of the process. */
  readonly onStep?: ((step: LaunchStep, begin: number, end: number) => void) | undefined
  /** Called when Tier1 has answered. */
  readonly onDeployment?: ((deployment: Deployment) => void) | undefined
  /** Aborts the launch; once the application runs, ends it. */
  readonly signal?: AbortSignal | undefined
}

/** An application that runs in a tunnel to its backend. */
export interface Launch extends AsyncDisposable {
  /** The one that it is connected to. */
  readonly deployment: Deployment
  /** What it runs in. */
  readonly tunnel: Tunnel
  /** The program inside. */
  readonly application: Application
  /** This end's. */
  readonly key: AcquiredKey
  /** Ends application and tunnel, and gives the key free. Idempotent. */
  close(): Promise<void>
}

/** Seconds, as the reference client has it. */
const persistentKeepalive = 30

/**
 * Deploys an application's backend through a Tier1 and runs a frontend in a network namespace whose only way out is the tunnel
 * to that backend. The request to Tier1 and the set-up of the namespace run at the same time.
 *
 * @param tier1Url - http or https; a Tier2's own URL works in its place
 * @param application - UUID, or `helloworld`
 * @param command - a program, looked up in the PATH of `options.env`
 * @throws OperationError; nothing is left running then
 */
export async function launch(
  tier1Url: string | URL,
  application: string,
  command: string,
  args: readonly string[],
  options: LaunchOptions = {},
): Promise<Launch> {
  const uuid = parseApplication(application)
  parseTier1Url(tier1Url)
  const failed = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal
  const timed = timer(options.onStep)
  const preparation = timed('namespace', () => Tunnel.prepare({ ...options, signal }))
  const request = deployWithKey(tier1Url, uuid, { ...options, signal }, timed)
  const firstError = await Promise.all([preparation, request]).then(
    () => undefined,
    (error: unknown) => ({ error }),
  )
  if (firstError) failed.abort()
  const [prepared, deployed] = await Promise.allSettled([preparation, request])
  const tunnel = prepared.status === 'fulfilled' ? prepared.value : undefined
  const key = deployed.status === 'fulfilled' ? deployed.value.key : undefined
  const close = async () => {
    await tunnel?.close()
    key?.release()
  }
  try {
    if (firstError) throw firstError.error
    if (!tunnel || deployed.status !== 'fulfilled') throw new Error('a step neither failed nor succeeded')
    const { deployment } = deployed.value
    const configuration = tunnelConfiguration(deployment, deployed.value.key, options.mtu)
    await timed('tunnel', () => tunnel.configure(configuration, { signal }))
    const running = await timed('application', () => tunnel.run(command, args, applicationOptions(options)))
    throwIfAborted(options.signal, 'launch')
    return {
      deployment,
      tunnel,
      application: running,
      key: deployed.value.key,
      close,
      [Symbol.asyncDispose]: close,
    }
  } catch (error) {
    await close()
    throw error
  }
}

async function deployWithKey(
  tier1Url: string | URL,
  uuid: string,
  options: LaunchOptions,
  timed: ReturnType<typeof timer>,
): Promise<{ key: AcquiredKey; deployment: Deployment }> {
  const client = loadClient()
  const key = await timed('key', () =>
    acquireKey({ directory: options.cacheDirectory, uuid, lockFile: addon().lockFile }),
  )
  try {
    const deployment = await timed('tier1', async () => {
      const { deploy } = await client
      const [first] = await deploy(tier1Url, uuid, {
        ...options.tier1,
        key: key.key.publicKey(),
        signal: options.signal,
      })
      return first
    })
    if (key.problem) options.log?.(key.problem.message)
    options.onDeployment?.(deployment)
    return { key, deployment }
  } catch (error) {
    key.release()
    throw error
  }
}

/** undici with it, which takes its time: to be called once the launcher has been started, and not before. */
async function loadClient(): Promise<typeof import('./tier1.js')> {
  const [client] = await Promise.all([
    import('./tier1.js'),
    import('./http.js').then((http) => http.preload()),
  ])
  return client
}

/** What a deployment says, as a tunnel takes it. */
function tunnelConfiguration(deployment: Deployment, key: AcquiredKey, mtu?: number): TunnelConfiguration {
  const { publicKey, endpoint, addresses, allowedIps, dnsServers, searchDomains } = deployment.tunnel
  return {
    privateKey: key.key,
    addresses,
    peers: [{ publicKey, endpoint, allowedIps, persistentKeepalive }],
    linkName: linkName(deployment.name),
    mtu,
    resolver: { servers: dnsServers, search: searchDomains },
  }
}

/** `wg-` and the lower-case letters of the deployment's name, at most 15 characters: the reference client's rule. */
function linkName(deploymentName: string | undefined): string {
  const letters = (deploymentName ?? 'sinfonia').replace(/[^a-z]/g, '') || 'sinfonia'
  return `wg-${letters}`.slice(0, 15)
}

function timer(onStep: LaunchOptions['onStep']) {
  return async <T>(step: LaunchStep, work: () => Promise<T>): Promise<T> => {
    const begin = performance.now()
    const result = await work()
    onStep?.(step, begin, performance.now())
    return result
  }
}
