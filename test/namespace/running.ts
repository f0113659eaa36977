// Starts command.js, and sees what becomes of it.
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { fileURLToPath } from 'node:url'
import { inTime, until } from '../end-to-end/command.js'
import { commandLine, descendants, Mark } from '../processes.js'
import type { CommandOptions } from './command.js'

/** What a shell is told to start the command. */
export function commandWords(options: CommandOptions, application: readonly string[]): string[] {
  const program = fileURLToPath(new URL('command.js', import.meta.url))
  return [process.execPath, program, JSON.stringify(options), ...application]
}

export interface RunEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** A running command: the leader of a process group in a session of its own. */
export class Running {
  readonly process: ChildProcess
  /** Of the command and of all that it starts, wherever they go. */
  readonly mark = new Mark()
  stdout = ''
  stderr = ''
  readonly #closed: Promise<RunEnd>

  constructor(t: TestContext, options: CommandOptions, application: readonly string[]) {
    const [program, ...args] = this.mark.start(...commandWords(options, application))
    this.process = spawn(program, args, { stdio: 'pipe', detached: true })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
    })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
    })
    this.#closed = new Promise((resolve) => {
      this.process.once('close', (code, signal) =>
        resolve({ code, signal, stdout: this.stdout, stderr: this.stderr }),
      )
    })
    t.after(() => this.#abandon())
  }

  get ended(): Promise<RunEnd> {
    return inTime(`the end of ${this.process.spawnargs.join(' ')}`, this.#closed)
  }

  get pid(): number {
    return this.process.pid as number
  }

  /** Resolves with the match once stdout matches. */
  async output(pattern: RegExp): Promise<RegExpExecArray> {
    await until(`${pattern} on stdout`, () => pattern.test(this.stdout) || this.process.exitCode !== null)
    const match = pattern.exec(this.stdout)
    if (!match) throw new Error(`no ${pattern} in ${this.stdout}${this.stderr}`)
    return match
  }

  /** Resolves once the command has replaced itself. */
  async supervised(): Promise<void> {
    await until('the command is its supervisor', () => /supervise/.test(commandLine(this.pid)))
  }

  /** The keeper's pid. */
  keeper(): number {
    const pid = descendants(this.pid).find((candidate) => /launcher\0? keep/.test(commandLine(candidate)))
    if (pid === undefined) throw new Error('there is no keeper')
    return pid
  }

  /** Whoever holds its pipes after a failure must not keep the test's own process. */
  #abandon(): void {
    this.process.kill('SIGKILL')
    for (const stream of [this.process.stdin, this.process.stdout, this.process.stderr]) stream?.destroy()
  }
}

/** A line of /proc/PID/status. */
export function statusLine(pid: number, name: string): string {
  const line = new RegExp(`^${name}:\\s*(.*)$`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'latin1'))
  return line?.[1] ?? ''
}

/** Resolves once every signal that was sent to a process has been taken. */
export async function signalsTaken(pid: number): Promise<void> {
  await until('no signal is pending', () => /^0+$/.test(statusLine(pid, 'ShdPnd')))
}
