// Starts the command as a user does, and sees who lives in its tree of processes.
import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { TestContext } from 'node:test'

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

/** All processes below this one, by /proc. */
export function descendants(root: number): number[] {
  const parents = new Map<number, number[]>()
  for (const pid of pids()) {
    const parent = parentOf(pid)
    if (parent !== undefined) parents.set(parent, [...(parents.get(parent) ?? []), pid])
  }
  const found: number[] = []
  const queue = [root]
  for (let pid = queue.pop(); pid !== undefined; pid = queue.pop()) {
    const children = parents.get(pid) ?? []
    found.push(...children)
    queue.push(...children)
  }
  return found
}

/** The processes whose network namespace is this one: `net:[4026531840]`. */
export function inhabitants(namespace: string): number[] {
  return pids().filter((pid) => attempt(() => readlinkSync(`/proc/${pid}/ns/net`)) === namespace)
}

/** The processes that hold a namespace: that live in it, or have a descriptor of it. Of others' processes only root can tell. */
export function holders(namespace: string): number[] {
  return pids().filter((pid) => {
    const descriptors = attempt(() => readdirSync(`/proc/${pid}/fd`)) ?? []
    const places = ['ns/net', ...descriptors.map((descriptor) => `fd/${descriptor}`)]
    return places.some((place) => attempt(() => readlinkSync(`/proc/${pid}/${place}`)) === namespace)
  })
}

/** The network namespaces of processes, but for that of this one. */
export function namespacesOf(processes: readonly number[]): string[] {
  const own = readlinkSync('/proc/self/ns/net')
  const found = processes.map((pid) => attempt(() => readlinkSync(`/proc/${pid}/ns/net`)))
  return [...new Set(found)].filter((namespace) => namespace !== undefined && namespace !== own) as string[]
}

/** Whether a process exists and is no zombie. */
export function isAlive(pid: number): boolean {
  const state = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
    ?.split(') ')
    .at(-1)?.[0]
  return state !== undefined && state !== 'Z' && state !== 'X'
}

/** The program that a process runs: argv[0] and what follows, with spaces. */
export function commandLine(pid: number): string {
  return attempt(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))?.replaceAll('\0', ' ') ?? ''
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

/** All processes. */
export function pids(): number[] {
  return readdirSync('/proc')
    .filter((entry) => /^\d+$/.test(entry))
    .map(Number)
}

function parentOf(pid: number): number | undefined {
  const stat = attempt(() => readFileSync(`/proc/${pid}/stat`, 'latin1'))
  return stat === undefined ? undefined : Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1])
}

/** Undefined where it throws: what /proc told of has ended. */
export function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch {
    return undefined
  }
}
