/** What the command reads, byte by byte as it comes: also from pipes and descriptors that somebody else has made non-blocking. */
import { closeSync, fstatSync, openSync, readFileSync, readlinkSync, readSync } from 'node:fs'
import { Failure } from './failure.js'
import { systemReason, systemText } from './system-text.js'

const chunk = 65_536

/** An open file, that is closed behind `use`. Throws Failure as fopen(3) would have it. */
export function withFile<Result>(path: string, use: (descriptor: number) => Result): Result {
  if (wasClosed(path)) throw new Failure(`fopen: ${systemText('ENOENT')}`)
  const descriptor = attempt('fopen', () => openSync(path, 'r'))
  try {
    return use(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

/** All that is left to read. Whoever reads a secret wipes it. */
export function readAll(descriptor: number): Buffer {
  const parts: Buffer[] = []
  try {
    for (;;) {
      const part = Buffer.alloc(chunk)
      const size = attempt('read', () => readSome(descriptor, part))
      if (size === 0) return Buffer.concat(parts)
      parts.push(part.subarray(0, size))
    }
  } finally {
    for (const part of parts) part.fill(0)
  }
}

/** Whether it can be read from another place, as of an empty file and of /dev/null, but not of a pipe, socket or terminal. */
export function canSeek(descriptor: number): boolean {
  const status = fstatSync(descriptor)
  return status.isFile() || status.isBlockDevice() || (status.isCharacterDevice() && !isTerminal(status.rdev))
}

const standard: ReadonlyMap<string, string> = new Map([
  ['/dev/stdin', '0'],
  ['/dev/stdout', '1'],
  ['/dev/stderr', '2'],
])
/** O_ACCMODE and O_RDWR of <fcntl.h>. */
const accessMode = 0o3
const readWrite = 0o2

/**
 * Whether a file stands for a descriptor of 0 to 2 that was closed when Node began: it opens /dev/null there, for reading and
 * writing, where a shell's `</dev/null` is for reading alone.
 */
function wasClosed(path: string): boolean {
  const number = standard.get(path) ?? /^(?:\/dev|\/proc\/self)\/fd\/([012])$/.exec(path)?.[1]
  if (number === undefined) return false
  try {
    const flags = /^flags:\s*(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${number}`, 'latin1'))?.[1]
    const mode = Number.parseInt(flags ?? '', 8) & accessMode
    return mode === readWrite && readlinkSync(`/proc/self/fd/${number}`) === '/dev/null'
  } catch {
    return false
  }
}

function readSome(descriptor: number, part: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, part)
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5)
    }
  }
}

/** By the major numbers of terminals, /dev/tty and console, and pseudo-terminals (Documentation/admin-guide/devices.txt of Linux). */
function isTerminal(device: number): boolean {
  const major = (device >> 8) & 0xfff
  return major === 4 || major === 5 || (major >= 136 && major <= 143)
}

function attempt<Result>(call: string, make: () => Result): Result {
  try {
    return make()
  } catch (error) {
    throw new Failure(`${call}: ${systemReason(error)}`)
  }
}
