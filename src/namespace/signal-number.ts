import { constants } from 'node:os'
import { invalid } from './arguments.js'

/** @throws OperationError ERR_INVALID_ARGUMENT for what is no signal */
export function signalNumber(signal: NodeJS.Signals | number, operation: string): number {
  const number = typeof signal === 'number' ? signal : constants.signals[signal]
  if (Number.isInteger(number) && number >= 1 && number <= 64) return number
  throw invalid(`no such signal: ${signal}`, operation, String(signal))
}
