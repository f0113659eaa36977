// Stand-ins for what costs namespaces and minutes: a deployer whose deployments are numbers, and a clock that a test moves.
import { parsePrefix } from '#dist/address/prefix.js'
import { AddressPool } from '#dist/cloudlet/address-pool.js'
import type { Clock } from '#dist/cloudlet/clock.js'
import type { DeploymentPlan, RunningDeployment } from '#dist/cloudlet/deployment.js'
import { Deployments, type DeploymentsOptions } from '#dist/cloudlet/deployments.js'
import { helloworld } from '#dist/cloudlet/recipes/helloworld.js'
import type { Recipe } from '#dist/cloudlet/recipes/recipe.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import type { PublicKey } from '#dist/keys/public-key.js'

export class FakeClock implements Clock {
  #now = Date.UTC(2026, 10, 22, 16, 2, 7, 250)
  readonly #timers = new Set<{ readonly time: number; readonly call: () => void }>()

  now(): number {
    return this.#now
  }

  after(milliseconds: number, call: () => void): () => void {
    const timer = { time: this.#now + milliseconds, call }
    this.#timers.add(timer)
    return () => this.#timers.delete(timer)
  }

  get timers(): number {
    return this.#timers.size
  }

  /** Moves on, calling what falls due; lets promises settle after each. */
  async pass(seconds: number): Promise<void> {
    const end = this.#now + seconds * 1000
    for (;;) {
      const [next] = [...this.#timers].filter(({ time }) => time <= end).sort((a, b) => a.time - b.time)
      if (!next) break
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.time)
      next.call()
      await settled()
    }
    this.#now = end
  }

  /** As when an administrator sets it. */
  set(seconds: number): void {
    this.#now += seconds * 1000
  }
}

/** Resolves when every promise that could settle without the outside world has. */
export function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}

export class FakeRunning implements RunningDeployment {
  readonly plan: DeploymentPlan
  readonly publicKey: PublicKey
  readonly port: number
  readonly ended: Promise<string>
  handshake: Date | undefined
  isClosed = false
  /** The tunnel can't be asked any more. */
  isMute = false
  end: (reason: string) => void = () => {}
  /** What close() waits for. */
  closing: Promise<void> = Promise.resolve()

  constructor(plan: DeploymentPlan, port: number) {
    this.plan = plan
    this.port = port
    this.publicKey = PrivateKey.generate().publicKey()
    this.ended = new Promise((resolve) => {
      this.end = resolve
    })
  }

  async lastHandshake(): Promise<Date | undefined> {
    if (this.isMute) throw new Error('the engine does not answer')
    return this.handshake
  }

  async close(): Promise<void> {
    this.isClosed = true
    await this.closing
  }
}

export class FakeDeployer {
  readonly started: FakeRunning[] = []
  /** Called before a deployment runs: to wait, or to throw. */
  before: (plan: DeploymentPlan, signal: AbortSignal) => void | Promise<void> = () => {}

  readonly deploy = async (plan: DeploymentPlan, signal: AbortSignal): Promise<RunningDeployment> => {
    await this.before(plan, signal)
    const running = new FakeRunning(plan, 51_000 + this.started.length)
    this.started.push(running)
    return running
  }
}

export interface FakeCloudlet {
  readonly deployments: Deployments
  readonly deployer: FakeDeployer
  readonly clock: FakeClock
  readonly lines: string[]
}

export function fakeCloudlet(
  options: Partial<DeploymentsOptions> & { ranges?: string[] } = {},
): FakeCloudlet {
  const deployer = new FakeDeployer()
  const clock = new FakeClock()
  const lines: string[] = []
  const deployments = new Deployments({
    deployer: deployer.deploy,
    pool: new AddressPool((options.ranges ?? ['10.5.0.0/16']).map((range) => parsePrefix(range))),
    endpointHost: { host: '127.0.0.1', kind: 'v4' },
    lease: 300_000,
    maximum: 100,
    clock,
    log: (_level, line) => lines.push(line),
    ...options,
  })
  return { deployments, deployer, clock, lines }
}

export function clientKey(): PublicKey {
  return PrivateKey.generate().publicKey()
}

/** A recipe that is another application's than helloworld. */
export function otherRecipe(): Recipe {
  return { ...helloworld, uuid: '00000000-0000-0000-0000-000000000001' }
}
