// What the keeper is told of a namespace that is to be made.
import { checkId, invalid } from './arguments.js'
import type { NamespaceOptions } from './options.js'

/** @throws OperationError ERR_INVALID_ARGUMENT */
export function creationArguments({ tun, mapRoot, uid, gid }: NamespaceOptions): string[] {
  const args = [...(tun ? ['--tun'] : []), ...(mapRoot ? ['--privileged'] : [])]
  const root = mapRoot ? 0 : undefined
  for (const [name, id] of [
    ['uid', uid ?? root],
    ['gid', gid ?? root],
  ] as const) {
    checkId(name, id, operation)
    if (id !== undefined) args.push(`--${name}`, String(id))
  }
  return args
}

/**
 * One with a name has no user namespace of its own.
 *
 * @throws OperationError ERR_INVALID_ARGUMENT
 */
export function checkNamed(options: NamespaceOptions): void {
  for (const other of ['tun', 'mapRoot', 'uid', 'gid'] as const) {
    const isGiven = options[other] !== undefined && options[other] !== false
    if (isGiven) throw invalid(`${other}: not for a namespace with a name`, operation, other)
  }
}

const operation = 'namespace.create'
