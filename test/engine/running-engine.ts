import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync } from 'node:fs'
import { Socket } from 'node:net'
import { createInterface } from 'node:readline'
import { addon } from '#dist/addon/load.js'
import { programPath } from '#dist/addon/programs.js'
import { EngineConversation } from '#dist/tunnel/engine/conversation.js'
import type { EngineSettings, EngineStatus } from '#dist/tunnel/engine/settings.js'

export interface EngineStart {
  /** Stays the caller's. */
  readonly tun: number | 'ignore'
  readonly args?: readonly string[]
  /** In place of the sockets that it ought to get. */
  readonly stdout?: number | 'pipe'
  readonly stderr?: number
  /** What it gets as 5 and further. */
  readonly stray?: readonly number[]
}

/** How a process ended. */
export interface EngineEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
}

/** Where it is set: the engine to test, as of another architecture, in place of this machine's. */
const otherEngine = process.env['SINFONIA_TEST_ENGINE']

/** An engine as the tunnel starts it, with its insides in reach of a test. */
export class RunningEngine {
  readonly process: ChildProcess
  readonly exited: Promise<EngineEnd>
  /** What it logged, as far as it was read. */
  readonly lines: string[] = []
  readonly #uapi: EngineConversation
  readonly #log: Socket
  readonly #listeners = new Set<() => void>()

  constructor(start: EngineStart) {
    const [uapi, engineUapi] = addon().socketPair()
    const [log, engineLog] = addon().socketPair()
    this.process = spawn(otherEngine ?? programPath('sinfonia-engine'), start.args ?? [], {
      stdio: [
        'ignore',
        start.stdout ?? 'ignore',
        start.stderr ?? engineLog,
        engineUapi,
        start.tun,
        ...(start.stray ?? []),
      ],
      env: {},
      cwd: '/',
      detached: true,
    })
    closeSync(engineUapi)
    closeSync(engineLog)
    this.exited = new Promise((resolve) => {
      this.process.once('close', (code, signal) => resolve({ code, signal }))
    })
    this.#uapi = new EngineConversation(uapi)
    this.#log = new Socket({ fd: log, readable: true, writable: false })
  }

  get pid(): number {
    return this.process.pid as number
  }

  set(settings: EngineSettings): Promise<void> {
    return this.#uapi.set(settings)
  }

  get(): Promise<EngineStatus> {
    return this.#uapi.get()
  }

  /** Reads what it logs from now on. */
  readLog(): this {
    createInterface(this.#log).on('line', (line) => {
      this.lines.push(line)
      for (const listener of this.#listeners) listener()
    })
    return this
  }

  /** Resolves with the first line, logged or yet to be, that matches. */
  line(pattern: RegExp): Promise<string> {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.lines.find((line) => pattern.test(line))
        if (found === undefined) return
        this.#listeners.delete(look)
        resolve(found)
      }
      this.#listeners.add(look)
      look()
    })
  }

  /** Closes the UAPI socket, which is what ends an engine. */
  async close(): Promise<EngineEnd> {
    this.#uapi.close()
    const end = await this.exited
    this.#log.destroy()
    return end
  }
}
