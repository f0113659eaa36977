import { isOperationError, type OperationError } from '../../errors/operation-error.js'
import { longestLinkName } from '../../netlink/arguments.js'
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

function reasonOf({ code, operation, subject, message, remedy }: OperationError) {
  // Of a name that no link can have.
  if (code === 'ERR_INVALID_ARGUMENT' && / is no name of a link: /.test(message)) {
    return systemText(operation === 'wireguard.get' && message.includes('longer') ? 'EINVAL' : 'ENODEV')
  }
  // Of one that could be an alternative name, and is none: wg(8) asks for it all the same.
  const isLong = Buffer.byteLength(subject ?? '') > longestLinkName
  if (code === 'ENODEV' && operation === 'wireguard.get' && isLong) return systemText('EINVAL')
  // The kernel does not know the family, which wg(8) tells otherwise.
  if (code === 'ENOENT' && operation.startsWith('wireguard.')) return systemText('EPROTONOSUPPORT')
  return systemText(code) ?? (remedy === undefined ? message : `${message}\n  ${remedy}`)
}
