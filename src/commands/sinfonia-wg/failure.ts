import { isOperationError } from '../../errors/operation-error.js'
import { systemText } from './system-text.js'

/** What ends the command with a message on stderr and exit status 1, the only one that wg(8) has for failures. */
export class Failure extends Error {
  override readonly name = 'Failure'
}

/** Also of the class's other copy: each bundled file has one. */
export function isFailure(error: unknown): error is Failure {
  return error instanceof Error && error.name === 'Failure'
}

/** `Unable to access interface: No such device`, and our own reason where the system gave none. */
export function failure(doing: string, error: unknown): unknown {
  if (!isOperationError(error)) return error
  return new Failure(`${doing}: ${reasonOf(error)}`)
}

function reasonOf(error: { code: string; operation: string; message: string; remedy: string | undefined }) {
  const { code, operation, message, remedy } = error
  // Of a name that no link can have.
  if (code === 'ERR_INVALID_ARGUMENT' && / is no name of a link: /.test(message)) {
    return systemText(operation === 'wireguard.get' && message.includes('longer') ? 'EINVAL' : 'ENODEV')
  }
  // The kernel does not know the family, which wg(8) tells otherwise.
  if (code === 'ENOENT' && operation.startsWith('wireguard.')) return systemText('EPROTONOSUPPORT')
  return systemText(code) ?? (remedy === undefined ? message : `${message}\n  ${remedy}`)
}
