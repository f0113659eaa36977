/** Standard output and error, written at once: nothing is left when the process exits, and node:stream need not be loaded. */
import { writeSync } from 'node:fs'
import { Failure } from './failure.js'
import { systemReason } from './system-text.js'

const stdout = 1
const stderr = 2

/** A reader who has gone ends the process as it ends any program, by SIGPIPE. */
export function print(text: string): void {
  try {
    write(stdout, text)
  } catch (error) {
    if (hasCode(error, 'EPIPE')) dieBySigpipe()
    throw new Failure(`stdout: ${systemReason(error)}`)
  }
}

export function printLine(line: string): void {
  print(`${line}\n`)
}

/** To stderr; a closed or broken one is nobody's error. */
export function printError(line: string): void {
  try {
    write(stderr, `${line}\n`)
  } catch {}
}

function write(descriptor: number, text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest))
    } catch (error) {
      if (!hasCode(error, 'EAGAIN')) throw error
      // Somebody else has made it non-blocking, and it is full.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1)
    }
  }
}

/** Node ignores that signal from its start; a listener that goes leaves the default behind. */
function dieBySigpipe(): void {
  process.once('SIGPIPE', () => {})
  process.removeAllListeners('SIGPIPE')
  process.kill(process.pid, 'SIGPIPE')
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}
