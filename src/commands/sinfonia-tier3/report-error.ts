import { inspect } from 'node:util'
import { isOperationError, type OperationError } from '../../errors/operation-error.js'
import { writeLine } from './terminal.js'

/** Exit statuses of our own, as env(1), timeout(1) and `docker run` have them; every other one is the application's. */
export const exitStatus = { usage: 2, failure: 125, notExecutable: 126, notFound: 127 } as const

const statuses: Record<string, number> = {
  ERR_INVALID_ARGUMENT: exitStatus.usage,
  ERR_TIER1_URL: exitStatus.usage,
  ERR_APPLICATION_NOT_EXECUTABLE: exitStatus.notExecutable,
  ERR_APPLICATION_NOT_FOUND: exitStatus.notFound,
}

export interface ReportOptions {
  readonly debug?: boolean | undefined
  readonly json?: boolean | undefined
}

/** Tells the user what went wrong and what to do, on stderr, and returns the exit status for it. */
export function reportError(error: unknown, options: ReportOptions): number {
  if (!isOperationError(error)) {
    writeLine(`sinfonia-tier3: a bug in this program: ${inspect(error)}`)
    return exitStatus.failure
  }
  if (options.json) writeLine(JSON.stringify({ error: fields(error) }))
  else {
    writeLine(`sinfonia-tier3: ${error.message}`)
    if (error.detail && !error.message.includes(error.detail.replace(/\.$/, '')))
      writeLine(`  ${error.detail}`)
    if (error.remedy) writeLine(`  ${error.remedy}`)
    if (options.debug) writeLine(inspect(error))
  }
  return statuses[error.code] ?? exitStatus.failure
}

function fields(error: OperationError): Record<string, unknown> {
  const { code, message, operation, subject, errno, detail, attribute, position, outcome, remedy } = error
  return { code, message, operation, subject, errno, detail, attribute, position, outcome, remedy }
}
