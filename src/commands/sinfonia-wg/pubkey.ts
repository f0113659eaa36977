import { isOperationError } from '../../errors/operation-error.js'
import { PrivateKey } from '../../keys/private-key.js'
import { Failure } from './failure.js'
import { readAll } from './input.js'
import { printLine } from './output.js'
import { wrongUsage } from './usage.js'

const stdin = 0
const length = 44

/** `sinfonia-wg pubkey`: white space and NUL bytes may follow the key. */
export function pubkey(args: readonly string[], called: string): number {
  if (args.length > 0) throw wrongUsage(called, 'pubkey')
  const name = called.slice(0, -' pubkey'.length)
  const input = readAll(stdin)
  try {
    if (/[^ \t\n\v\f\r\0]/.test(input.toString('latin1', length))) {
      throw new Failure(`${name}: Trailing characters found after key`)
    }
    printLine(
      PrivateKey.fromBase64(input.toString('latin1', 0, length))
        .publicKey()
        .base64(),
    )
    return 0
  } catch (error) {
    if (!isOperationError(error)) throw error
    throw new Failure(`${name}: Key is not the correct length or format`)
  } finally {
    input.fill(0)
  }
}
