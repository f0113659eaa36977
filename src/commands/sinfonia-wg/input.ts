/** What the command reads, byte by byte as it comes: also from pipes and descriptors that somebody else has made non-blocking. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { Failure } from './failure.js'
import { systemReason } from './system-text.js'

const chunk = 65_536

/** An open file, that is closed behind `use`. Throws Failure as fopen(3) would have it. */
export function withFile<Result>(path: string, use: (descriptor: number) => Result): Result {
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
