// What /proc tells of processes, and of who holds which namespace.
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

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

let marks = 0

/** What all processes below one inherit, wherever they go, and nobody else has: a limit of the size of files, far above any. */
export class Mark {
  /** In units of 512 bytes. */
  readonly #blocks: number

  constructor() {
    marks += 1
    this.#blocks = 2 ** 40 + process.pid * 1000 + marks
  }

  /** The words that start a program with it: the program's pid is that of the first. */
  start(...words: readonly string[]): readonly [string, ...string[]] {
    return ['sh', '-c', `ulimit -f ${this.#blocks} && exec "$@"`, 'sh', ...words]
  }

  /** The processes that have it, but for zombies. */
  get processes(): number[] {
    const limit = new RegExp(`^Max file size +${this.#blocks * 512} `, 'm')
    return pids().filter(
      (pid) => isAlive(pid) && limit.test(attempt(() => readFileSync(`/proc/${pid}/limits`, 'latin1')) ?? ''),
    )
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
