import { OperationError } from '../errors/operation-error.js'

/** The error for a text that is not what it should be: `"1.2.3" is not an IP address`. Shown on one line, and cut. */
export function malformed(
  operation: string,
  text: unknown,
  problem: string,
  remedy?: string,
): OperationError {
  const shown = typeof text === 'string' ? JSON.stringify(text) : `a value of type ${typeof text}`
  const subject = shown.length > 80 ? `${shown.slice(0, 77)}…"` : shown
  return new OperationError(`${subject} ${problem}`, {
    code: 'ERR_INVALID_ARGUMENT',
    operation,
    subject,
    remedy,
  })
}
