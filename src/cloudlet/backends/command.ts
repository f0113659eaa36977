/** A backend that is a local command, started inside the deployment's namespace without rights. */
import { setTimeout as delay } from 'node:timers/promises'
import { OperationError } from '../../errors/operation-error.js'
import type { Application, ExitStatus } from '../../namespace/application.js'
import type { CommandRecipe } from '../recipes/recipe.js'
import type { Backend, BackendPlace } from './backend.js'
import { untilListening } from './listening.js'
import { Output } from './output.js'

/** What commands find on this machine. */
export interface CommandSurroundings {
  readonly environment: Readonly<Record<string, string>>
  /** How long a command may take until its ports listen: milliseconds. */
  readonly backendTimeout: number
}

/** How long a command may take to end by itself once it is told to: milliseconds. */
const grace = 2000

/**
 * Resolves once every port of the recipe listens. Rejects, having ended the command, with `ERR_CLOUDLET` where it ends before that
 * or takes too long, with what {@link Namespace.run} rejects with, or with the signal's reason.
 */
export async function startCommand(
  recipe: CommandRecipe,
  place: BackendPlace,
  surroundings: CommandSurroundings,
): Promise<Backend> {
  const { plan, network, log } = place
  const [program, ...args] = recipe.command
  const say = (line: string) => `${plan.name}: ${program}: ${line}`
  const output = new Output((line) => log('debug', say(line)))
  const explain = async () => {
    for (const line of await output.takeLastLines()) log('info', say(line))
  }
  try {
    const env = {
      ...surroundings.environment,
      SINFONIA_UUID: plan.recipe.uuid,
      SINFONIA_DEPLOYMENT: plan.name,
      ...recipe.environment,
    }
    const application = await output.givenTo((stdio) =>
      network.run(program, args, { cwd: recipe.directory, env, stdio }),
    )
    const backend = new CommandBackend(program, application, output, explain)
    await ready(recipe, place, backend.ended, surroundings.backendTimeout).catch(async (error: unknown) => {
      await backend.stop()
      throw error
    })
    return backend
  } catch (error) {
    await explain()
    output.close()
    throw error
  }
}

async function ready(
  { command: [program], ports }: CommandRecipe,
  { network, signal }: BackendPlace,
  ended: Promise<string>,
  timeout: number,
): Promise<void> {
  const stop = new AbortController()
  const failure = (how: string) => {
    return new OperationError(how, {
      code: 'ERR_CLOUDLET',
      operation: 'cloudlet.deploy',
      subject: program,
      remedy: 'The log of the cloudlet has what it said.',
    })
  }
  const isOver = (how: string) => stop.abort(failure(`${how} before it was ready`))
  void ended.then(isOver)
  void network.ended.then(isOver)
  const wanted = `port${ports.length > 1 ? 's' : ''} ${ports.join(', ')}`
  const late = () =>
    stop.abort(failure(`the backend ${program} does not listen on ${wanted} after ${timeout / 1000} s`))
  const timer = setTimeout(late, timeout)
  try {
    await untilListening(network.pid, ports, AbortSignal.any([signal, stop.signal]))
  } finally {
    clearTimeout(timer)
  }
}

class CommandBackend implements Backend {
  readonly ended: Promise<string>
  readonly #application: Application
  readonly #output: Output
  #isStopped = false

  /** `explain` tells what it said last, where it ends by itself. */
  constructor(program: string, application: Application, output: Output, explain: () => Promise<void>) {
    this.#application = application
    this.#output = output
    this.ended = application.exited.then(
      async (status) => {
        if (!this.#isStopped) await explain()
        return `the backend ${program} ${describe(status)}`
      },
      (error: Error) => error.message,
    )
  }

  /** SIGTERM, and after a while SIGKILL. */
  async stop(): Promise<void> {
    this.#isStopped = true
    this.#application.kill('SIGTERM')
    const stop = new AbortController()
    const late = delay(grace, undefined, { signal: stop.signal }).catch(() => {})
    await Promise.race([this.#application.exited.catch(() => {}), late])
    stop.abort()
    await this.#application.close()
  }

  async close(): Promise<void> {
    await this.stop()
    this.#output.close()
  }
}

function describe({ exitCode, exitSignal }: ExitStatus): string {
  return exitSignal === undefined ? `ended with status ${exitCode}` : `was ended by ${exitSignal}`
}
