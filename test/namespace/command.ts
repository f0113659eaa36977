// Plays the command: makes a namespace, runs an application in it, and becomes its supervisor. Its engine is a stand-in that
// lives as the real one does: in a session of its own, as long as its socket, with messages over another.
//   command.js '{"keep": true}' APPLICATION [ARGUMENT…]
import { spawn } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { addon } from '#dist/addon/load.js'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { type SupervisedEngine, supervise } from '#dist/namespace/supervise.js'

export interface CommandOptions {
  readonly keep?: boolean
  readonly debug?: boolean
  readonly mapRoot?: boolean
  /** A mask, in hexadecimal digits. */
  readonly ignored?: string
  /** A shell script in the engine's place, whose life hangs on descriptor 3. */
  readonly engine?: string
  /** A file to lock. */
  readonly lock?: string
  /** Stay Node. */
  readonly stay?: boolean
  /** Hand over only when the application has ended. */
  readonly late?: boolean
}

const [text = '{}', command = '', ...args] = process.argv.slice(2)
const options: CommandOptions = JSON.parse(text)

function startEngine(script: string): SupervisedEngine {
  const [uapi, engineSocket] = addon().socketPair()
  const [log, engineLog] = addon().socketPair()
  const stdio = ['ignore', 'ignore', engineLog, engineSocket] as const
  spawn('sh', ['-c', script], { stdio: [...stdio], detached: true }).unref()
  closeSync(engineSocket)
  closeSync(engineLog)
  return { uapi, log }
}

function locked(path: string): number {
  const descriptor = openSync(path, 'w')
  if (!addon().lockFile(descriptor)) throw new Error(`${path} is locked`)
  return descriptor
}

try {
  const engine = options.engine === undefined ? undefined : startEngine(options.engine)
  const namespace = await Namespace.create({ mapRoot: options.mapRoot })
  const application = await namespace.run(command, args, {
    ignoredSignals: BigInt(`0x${options.ignored ?? '0'}`),
  })
  if (options.late || options.stay) await application.exited
  supervise({
    application,
    engine,
    held: options.lock === undefined ? [] : [locked(options.lock)],
    debug: options.debug,
    keep: options.keep,
  })
} catch (error) {
  if (!isOperationError(error)) throw error
  console.error(error.message)
  const statuses: Record<string, number> = {
    ERR_APPLICATION_NOT_FOUND: 127,
    ERR_APPLICATION_NOT_EXECUTABLE: 126,
  }
  process.exit(statuses[error.code] ?? 125)
}
