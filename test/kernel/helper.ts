// The helper as `setup` installs it, ordinary users who call it, and what has to be as before whatever they tried.
import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, closeSync, copyFileSync, mkdtempSync, openSync, readlinkSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { programPath } from '#dist/addon/programs.js'
import { Network } from '#dist/network/network.js'
import { until } from '../end-to-end/command.js'
import { documentedReasons } from '../helper-reasons.js'
import { type Need, needs } from '../needs.js'
import { attempt, pids } from '../processes.js'

export interface User {
  readonly uid: number
  readonly gid: number
}

export const root: User = { uid: 0, gid: 0 }
/** Ordinary users. No account is needed. */
export const alice: User = { uid: 12345, gid: 12345 }
export const bob: User = { uid: 12346, gid: 12346 }

export const netAdmin = 1 << 12
export const netRaw = 1 << 13

/** What capabilities(7) writes into security.capability: struct vfs_cap_data of <linux/capability.h>, revision 2. */
export function fileCapability(permitted = netAdmin, isEffective = false): Buffer {
  const value = Buffer.alloc(20)
  value.writeUInt32LE(0x02000000 | (isEffective ? 1 : 0), 0)
  value.writeUInt32LE(permitted, 4)
  return value
}

export interface Answer {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly result?: string
  readonly name?: string
  readonly reason?: string
  readonly errno?: string
}

export interface Call {
  readonly by?: User
  readonly helper?: string
  readonly env?: NodeJS.ProcessEnv
  /** Another program, which executes what follows: `setpriv --no-new-privs`. */
  readonly through?: readonly string[]
}

/** What one test has made. */
export class Rig {
  readonly #directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-helper-'))
  readonly #holders: ChildProcess[] = []
  readonly #descriptors: number[] = []
  readonly helper: string

  constructor() {
    chmodSync(this.#directory, 0o755)
    this.helper = this.install('usual')
  }

  /** A copy of the helper, with a capability unless it is null, below a directory of ours or another one. */
  install(name: string, capability: Buffer | null = fileCapability(), place = this.directory(name)): string {
    const path = join(place, 'sinfonia-helper')
    copyFileSync(programPath('sinfonia-helper'), path)
    chmodSync(path, 0o755)
    if (capability) this.grant(path, capability)
    return path
  }

  grant(path: string, capability = fileCapability()): void {
    const descriptor = openSync(path, 'r')
    addon().setExtendedAttribute(descriptor, 'security.capability', capability)
    closeSync(descriptor)
  }

  directory(name: string): string {
    const path = mkdtempSync(join(this.#directory, `${name}-`))
    chmodSync(path, 0o755)
    return path
  }

  /** A descriptor of this file, which goes with the rig. */
  open(path: string, flags: string | number = 'r'): number {
    const descriptor = openSync(path, flags)
    this.#descriptors.push(descriptor)
    return descriptor
  }

  /** Starts a program that ends with the rig, and says something once it runs. */
  async hold(by: User, program: string, ...args: readonly string[]): Promise<ChildProcess & { pid: number }> {
    const holder = spawn(program, args, { ...by, stdio: ['pipe', 'pipe', 'inherit'] })
    this.#holders.push(holder)
    holder.stdin.write('.')
    await once(holder.stdout, 'data')
    return holder as ChildProcess & { pid: number }
  }

  /** A network namespace, held by a process; unshare(1) is told how it is made. */
  async namespace(by: User = alice, ...unshare: readonly string[]): Promise<HeldNamespace> {
    const options = unshare.length === 0 ? ['--user', '--net'] : unshare
    const { pid } = await this.hold(by, 'unshare', ...options, 'cat')
    return new HeldNamespace(this.open(`/proc/${pid}/ns/net`), pid)
  }

  /** Calls the helper to its end. */
  ask(descriptor: number | 'ignore', args: string | readonly string[], call: Call = {}): Answer {
    const [program = '', ...more] = [...(call.through ?? []), call.helper ?? this.helper, ...[args].flat()]
    const { status, signal, stdout, error } = spawnSync(program, more, {
      ...(call.by ?? alice),
      ...{ cwd: '/', env: call.env ?? {}, stdio: ['ignore', 'pipe', 'pipe', descriptor], encoding: 'utf8' },
    })
    assert.ifError(error)
    return { ...(stdout ? JSON.parse(stdout) : {}), status, signal, stdout }
  }

  /** Plays an attack of test/fixtures/attacker.py, with these as descriptors 3 and 4. */
  attack<T>(name: string, descriptors: readonly number[], ...args: readonly string[]): T {
    return this.attackThrough<T>([], name, descriptors, ...args)
  }

  /** The same, started by another program. */
  attackThrough<T>(
    through: readonly string[],
    name: string,
    descriptors: readonly number[],
    ...args: readonly string[]
  ): T {
    const script = join(process.cwd(), 'test/fixtures/attacker.py')
    const [program = '', ...more] = [...through, 'python3', script, name, this.helper, ...args]
    const { stdout, stderr } = spawnSync(program, more, {
      ...{ ...alice, stdio: ['ignore', 'pipe', 'pipe', ...descriptors], cwd: '/', encoding: 'utf8' },
      timeout: 120_000,
    })
    assert.notEqual(stdout, '', stderr)
    return JSON.parse(stdout) as T
  }

  /** How many processes run one of its helpers. */
  running(): number {
    const program = (pid: number) => attempt(() => readlinkSync(`/proc/${pid}/exe`))
    return pids().filter((pid) => program(pid)?.startsWith(this.#directory)).length
  }

  /** Idempotent. */
  async close(): Promise<void> {
    for (const holder of this.#holders) holder.kill('SIGKILL')
    const running = this.#holders.filter(
      ({ exitCode, signalCode }) => exitCode === null && signalCode === null,
    )
    await Promise.all(running.map((holder) => once(holder, 'exit')))
    for (const descriptor of this.#descriptors.splice(0)) closeSync(descriptor)
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

export class HeldNamespace {
  readonly descriptor: number
  readonly pid: number

  constructor(descriptor: number, pid: number) {
    this.descriptor = descriptor
    this.pid = pid
  }

  inside(command: string, ...args: readonly string[]): string {
    return execFileSync('nsenter', [`--net=/proc/${this.pid}/ns/net`, command, ...args], { encoding: 'utf8' })
  }

  /** The names of its links, lo aside. */
  links(): readonly string[] {
    const links = JSON.parse(this.inside('ip', '-json', 'link', 'show')) as readonly { ifname: string }[]
    return links.map(({ ifname }) => ifname).filter((name) => name !== 'lo')
  }
}

/** The documented end for this reason. */
export function assertRefused(answer: Answer, reason: string, errno?: string): void {
  const documented = documentedReasons().find(({ word }) => word === reason)
  assert.deepEqual(
    { ...answer, stdout: '' },
    {
      ...{ status: documented?.status, signal: null, stdout: '', result: 'refused', reason },
      ...{ message: documented?.sentence, ...(errno === undefined ? {} : { errno }) },
    },
  )
}

export function assertCreated(answer: Answer, name: string): void {
  const { result, name: created, status } = answer
  assert.deepEqual({ result, name: created, status }, { result: 'created', name, status: 0 }, answer.stdout)
}

/** The status of a reason, as the attacker tells it. */
export function statusOf(reason: string): string {
  return String(documentedReasons().find(({ word }) => word === reason)?.status)
}

/** A test that leaves the host's links as they were, and no helper running. */
export function attack(title: string, body: (rig: Rig) => Promise<void>, ...more: readonly Need[]): void {
  test(title, async (t) => {
    if (!needs(t, 'kernel WireGuard', 'addon', 'helper', 'userns', 'ip', ...more)) return
    const before = await hostLinks()
    const rig = new Rig()
    try {
      await body(rig)
    } finally {
      await rig.close()
    }
    assert.deepEqual(await hostLinks(), before)
    await until('no helper is left', () => rig.running() === 0)
  })
}

/** All that the kernel tells of every link here, but what it counts. */
async function hostLinks(): Promise<unknown> {
  await using network = await Network.open()
  return (await network.links.list()).map(({ statistics: _, ...link }) => link)
}
