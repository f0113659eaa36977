import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { programPath } from '../../addon/programs.js'
import { startWithSockets } from '../../addon/socket-pairs.js'
import { streamOver } from '../../addon/stream.js'
import { OperationError } from '../../errors/operation-error.js'
import type { SupervisedEngine } from '../../namespace/supervise.js'
import { EngineConversation } from './conversation.js'
import type { EngineSettings, EngineStatus } from './settings.js'

export interface EngineOptions {
  /** A TUN device with vnet headers; the caller's, closed by the caller. */
  readonly tun: number
  /** Bytes; packets are padded to multiples of 16 up to this. */
  readonly mtu: number
  /** Called with each line that the engine has to say; its presence makes the engine say more. */
  readonly log?: ((line: string) => void) | undefined
}

const rememberedLines = 5
/** Milliseconds until an engine that does not end by itself is killed. */
const patience = 2000

/**
 * The userspace WireGuard engine as a process: its TUN is in a namespace, its UDP socket in the host's.
 *
 * It runs in a session of its own, out of reach of the terminal's Ctrl-C, with an empty environment, and ends when its
 * UAPI socket does.
 */
export class Engine {
  readonly #process: ChildProcess
  readonly #uapi: EngineConversation
  readonly #log: Socket
  readonly #logDescriptor: number
  readonly #lastLines: string[] = []
  #closing = false

  /** Resolves when the engine has ended: with an error where nobody closed it. */
  readonly ended: Promise<Error | undefined>

  /** Starts the engine before it returns. Throws {@link OperationError} ERR_ADDON where the program is missing. */
  constructor(options: EngineOptions) {
    const args = ['--mtu', String(options.mtu), ...(options.log ? ['--verbose'] : [])]
    const { started, sockets } = startWithSockets((engineUapi, engineLog) =>
      spawn(programPath('sinfonia-engine'), args, {
        stdio: ['ignore', 'ignore', engineLog, engineUapi, options.tun],
        env: {},
        cwd: '/',
        detached: true,
      }),
    )
    const [uapi, log] = sockets
    this.#process = started
    this.#process.unref()
    this.#uapi = new EngineConversation(uapi)
    this.#logDescriptor = log
    this.#log = streamOver(log, { readable: true, writable: false })
    this.#readLog(options.log)
    this.ended = this.#watch()
  }

  /** Keys, port and peers become exactly these. */
  set(settings: EngineSettings): Promise<void> {
    return this.#uapi.set(settings)
  }

  get(): Promise<EngineStatus> {
    return this.#uapi.get()
  }

  /** The sockets that keep the engine alive, and the one that its messages come over. */
  handOver(): SupervisedEngine {
    return { uapi: this.#uapi.descriptor, log: this.#logDescriptor }
  }

  /** Ends the engine and waits until it has ended. Idempotent. */
  async close(): Promise<void> {
    this.#closing = true
    this.#uapi.close()
    this.#process.ref()
    const timer = setTimeout(() => this.#process.kill('SIGKILL'), patience)
    await this.ended
    clearTimeout(timer)
  }

  #readLog(log: EngineOptions['log']): void {
    let partial = ''
    this.#log.setEncoding('utf8').unref()
    this.#log.on('error', () => this.#log.destroy())
    this.#log.on('data', (text: string) => {
      const lines = (partial + text).split('\n')
      partial = lines.pop() ?? ''
      for (const line of lines) {
        this.#lastLines.push(line)
        if (this.#lastLines.length > rememberedLines) this.#lastLines.shift()
        log?.(line)
      }
    })
  }

  #watch(): Promise<Error | undefined> {
    return new Promise((resolve) => {
      const end = (how: string, cause?: Error) => {
        this.#uapi.close()
        resolve(this.#closing ? undefined : this.#failure(how, cause))
      }
      this.#process.once('error', (error) => end(`could not be started: ${error.message}`, error))
      // 'close' and not 'exit' would wait for descendants; the engine has none.
      this.#process.once('exit', (code, signal) =>
        end(signal ? `was killed by ${signal}` : `ended with status ${code}`),
      )
    })
  }

  #failure(how: string, cause: Error | undefined): OperationError {
    return new OperationError(`the WireGuard engine ${how}`, {
      code: 'ERR_ENGINE',
      operation: 'engine.run',
      subject: programPath('sinfonia-engine'),
      detail: this.#lastLines.length > 0 ? this.#lastLines.join('; ') : undefined,
      outcome: 'unknown',
      cause,
    })
  }
}
