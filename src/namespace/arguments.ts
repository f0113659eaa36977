// Checks what callers pass.
import { OperationError } from '../errors/operation-error.js'

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
