// Starts the command as a user does.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'
import type { Mark } from '../processes.js'

// One suite for both ways: test/kernel runs it with "kernel".
process.env['SINFONIA_TIER3_TUNNEL'] ??= 'userspace'

/** Which WireGuard the commands take. */
export const way = process.env['SINFONIA_TIER3_TUNNEL'] === 'kernel' ? 'kernel' : 'userspace'

const program = resolve('bin/sinfonia-tier3.js')

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface CommandOptions extends SpawnOptions {
  /** A program that starts the command, with its arguments: `setpriv --no-new-privs`. */
  readonly before?: readonly string[]
}

/** A running command, with its output as far as it has come. */
export class Command {
  readonly process: ChildProcess
  stdout = ''
  stderr = ''
  readonly #closed: Promise<Ended>
  readonly #watchers = new Set<() => void>()

  constructor(args: readonly string[], { before = [], ...options }: CommandOptions = {}) {
    const [first = '', ...rest] = [...before, process.execPath, program, ...args]
    this.process = spawn(first, rest, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    this.process.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text
      this.#changed()
    })
    this.process.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text
      this.#changed()
    })
    this.#closed = new Promise((settle) => {
      this.process.once('close', (code, signal) => {
        settle({ code, signal, stdout: this.stdout, stderr: this.stderr })
        this.#changed()
      })
    })
  }

  get ended(): Promise<Ended> {
    return inTime(`the end of ${this.process.spawnargs.join(' ')}`, this.#closed)
  }

  get pid(): number {
    const { pid } = this.process
    if (pid === undefined) throw new Error('the command could not be started')
    return pid
  }

  /** Resolves with the match once stdout matches; rejects where the command ends without. */
  async output(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout)
      if (match) return match
      if (this.process.exitCode !== null || this.process.signalCode !== null) {
        throw new Error(`the command ended without ${pattern}: ${this.stdout}\n${this.stderr}`)
      }
      await new Promise<void>((settle) => {
        this.#watchers.add(settle)
      })
    }
  }

  #changed(): void {
    for (const watcher of this.#watchers) watcher()
    this.#watchers.clear()
  }
}

/** Runs the command to its end. */
export function run(args: readonly string[], options: CommandOptions = {}): Promise<Ended> {
  return new Command(args, options).ended
}

/** An environment with a key cache of its own, which goes with the test. */
export function environment(t: TestContext, more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const cache = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-test-'))
  t.after(() => rmSync(cache, { recursive: true, force: true }))
  return { ...process.env, XDG_CACHE_HOME: cache, ...more }
}

/** The same with every directory that a program may leave files in: `files` lists them all, by their paths from there. */
export function ownDirectories(t: TestContext): { env: NodeJS.ProcessEnv; files: () => readonly string[] } {
  const { XDG_CACHE_HOME: directory = '', ...others } = environment(t)
  const places = ['cache', 'home', 'runtime', 'tmp']
  for (const place of places) mkdirSync(join(directory, place), { mode: 0o700 })
  const [cache, home, runtime, tmp] = places.map((place) => join(directory, place))
  return {
    env: { ...others, XDG_CACHE_HOME: cache, HOME: home, XDG_RUNTIME_DIR: runtime, TMPDIR: tmp },
    files: () =>
      readdirSync(directory, { recursive: true, encoding: 'utf8' })
        .filter((path) => !places.includes(path))
        .sort(),
  }
}

/** An embedded cloudlet in a process of its own, which goes with the test; its URL. */
export async function startCloudlet(t: TestContext, args: readonly string[] = []): Promise<string> {
  const cloudlet = new Command(['cloudlet', ...args])
  t.after(async () => {
    cloudlet.process.kill('SIGTERM')
    await cloudlet.ended
  })
  const [url] = await cloudlet.output(/^http:\S+$/m)
  return url
}

/** Settles as the work does, which takes seconds at most; rejects with `what` after minutes, lest a whole file hang unnamed. */
export async function inTime<T>(what: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`waited in vain: ${what}`)), 240_000)
  })
  try {
    return await Promise.race([work, tooLate])
  } finally {
    clearTimeout(timer)
  }
}

/** Resolves once the condition holds; rejects with `what` after 30 seconds without. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await new Promise((settle) => setTimeout(settle, 10))
  }
}

/** Resolves once no process has the mark. */
export async function nobodyLeft(mark: Mark): Promise<void> {
  await until('nobody is left', () => mark.processes.length === 0)
}
