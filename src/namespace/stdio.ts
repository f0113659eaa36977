// The descriptors that an application starts with, and this process's ends of its pipes.
import { closeSync, fstatSync, openSync } from 'node:fs'
import type { Socket } from 'node:net'
import { addon } from '../addon/load.js'
import { streamOver } from '../addon/stream.js'
import type { ApplicationOptions, StdioEntry } from './application-options.js'
import { invalid } from './arguments.js'
import { maximumDescriptors } from './protocol.js'

export class ApplicationStdio {
  /** Whether stdin, stdout and stderr are among the descriptors; else it has those that the keeper has. */
  readonly isGiven: boolean
  /** Its, from 0 on, or from 3. */
  readonly descriptors: readonly number[] = []
  /** This end of each pipe, by the application's number for it. */
  readonly streams: (Socket | undefined)[] = []
  /** How to close what is not the caller's. */
  readonly #own: (() => void)[] = []

  /**
   * Opens what has to be opened: {@link release} it.
   *
   * @throws OperationError ERR_INVALID_ARGUMENT
   */
  constructor({ stdio = 'inherit', descriptors = [] }: ApplicationOptions) {
    const entries = entriesOf(stdio)
    this.isGiven = entries.length > 0
    try {
      const opened = entries.map((entry, at) => this.#open(entry, at))
      this.descriptors = [...opened, ...descriptors.map((fd) => checked(fd, 'descriptors'))]
      if (this.descriptors.length > maximumDescriptors) {
        throw invalid(`more than ${maximumDescriptors} descriptors for one application`, operation, 'stdio')
      }
    } catch (error) {
      this.abandon()
      this.release()
      throw error
    }
  }

  /** The application has its descriptors, or will not get them. */
  release(): void {
    for (const close of this.#own.splice(0)) close()
  }

  /** The application does not run. */
  abandon(): void {
    for (const stream of this.streams) stream?.destroy()
  }

  #open(entry: StdioEntry, at: number): number {
    const what = `stdio[${at}]`
    if (entry === 'pipe') return this.#openPipe(at)
    if (entry === 'inherit') return checked(at, what)
    if (entry === 'ignore') return this.#openNull()
    return checked(descriptorOf(entry, what), what)
  }

  /** A pair of sockets, as Node's own pipes to its children are. */
  #openPipe(at: number): number {
    const [near, far] = addon().socketPair()
    this.#own.push(() => addon().closeDescriptor(far))
    this.streams[at] = streamOver(near, { readable: at !== 0, writable: at !== 1 && at !== 2 })
    return far
  }

  #openNull(): number {
    const descriptor = openSync('/dev/null', 'r+')
    this.#own.push(() => closeSync(descriptor))
    return descriptor
  }
}

const operation = 'application.start'

/** At least three, or none where all three are inherited. */
function entriesOf(stdio: NonNullable<ApplicationOptions['stdio']>): readonly StdioEntry[] {
  if (stdio === 'inherit') return []
  if (stdio === 'pipe' || stdio === 'ignore') return [stdio, stdio, stdio]
  if (!Array.isArray(stdio)) throw invalid(`stdio: ${String(stdio)} is not supported`, operation, 'stdio')
  const lacking = Array.from({ length: Math.max(0, 3 - stdio.length) }, () => 'inherit' as const)
  return [...stdio, ...lacking]
}

function descriptorOf(entry: Exclude<StdioEntry, string>, what: string): number {
  if (typeof entry === 'number') return entry
  if (typeof entry !== 'object' || entry === null)
    throw invalid(`${what}: ${String(entry)} is not supported`, operation, what)
  const handle = '_handle' in entry ? (entry._handle as { readonly fd?: unknown } | null) : undefined
  const descriptor = 'fd' in entry && entry.fd !== null ? entry.fd : handle?.fd
  if (typeof descriptor === 'number') return descriptor
  throw invalid(`${what}: it has no descriptor, or is not open yet`, operation, what)
}

function checked(descriptor: number, what: string): number {
  try {
    if (Number.isInteger(descriptor) && descriptor >= 0 && fstatSync(descriptor)) return descriptor
  } catch {}
  throw invalid(`${what}: ${descriptor} is no open descriptor`, operation, what)
}
