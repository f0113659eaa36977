import { OperationError, type Outcome } from './operation-error.js'

/** The error of a caller who gave up. */
export function aborted(signal: AbortSignal, operation: string, outcome: Outcome): OperationError {
  const fields = { code: 'ERR_ABORTED', operation, outcome, cause: signal.reason } as const
  return new OperationError('the caller aborted it', fields)
}

/** @throws OperationError ERR_ABORTED where the signal has fired before anything was done */
export function throwIfAborted(signal: AbortSignal | undefined, operation: string): void {
  if (signal?.aborted) throw aborted(signal, operation, 'not-applied')
}
