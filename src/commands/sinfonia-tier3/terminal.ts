// Writes to stderr without process.stderr: that would make the pipe non-blocking for the application that inherits it.
import { writeSync } from 'node:fs'
import { isatty } from 'node:tty'

const stderr = 2

/** Whether a person may be watching stderr. */
export function isTerminal(): boolean {
  return isatty(stderr)
}

/** Writes to stderr; a closed or broken one is nobody's error. */
export function write(text: string): void {
  let rest = Buffer.from(text)
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(stderr, rest))
    } catch (error) {
      // Somebody else may have made it non-blocking.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) return
    }
  }
}

export function writeLine(text: string): void {
  write(`${text}\n`)
}
