// Checks what callers pass.
import { OperationError, type Outcome } from '../errors/operation-error.js'

/** The greatest number of a user or group: the one above stands for none (chown(2)). */
const maximumId = 0xffff_fffe

/** @throws OperationError ERR_INVALID_ARGUMENT where it is neither absent nor a number of a user or group */
export function checkId(what: 'uid' | 'gid', id: number | undefined, operation: string): void {
  if (id === undefined || (Number.isInteger(id) && id >= 0 && id <= maximumId)) return
  throw invalid(`${what}: ${id} is no number from 0 to ${maximumId}`, operation, what)
}

export function invalid(message: string, operation: string, subject: string): OperationError {
  return new OperationError(message, { code: 'ERR_INVALID_ARGUMENT', operation, subject })
}

export function throwIfAborted(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted) throw aborted(signal, operation, 'not-applied')
}

export function aborted(signal: AbortSignal, operation: string, outcome: Outcome): OperationError {
  const fields = { code: 'ERR_ABORTED', operation, outcome, cause: signal.reason } as const
  return new OperationError('the caller aborted it', fields)
}
