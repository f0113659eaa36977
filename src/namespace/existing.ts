// A network namespace that exists, as a descriptor.
import { isOperationError, OperationError } from '../errors/operation-error.js'
import { refuseUnknown } from '../netlink/arguments.js'
import { namedPath } from '../network/named-namespace.js'
import { openNamespaceFile } from '../network/namespace-file.js'
import { descriptorOf, type NamespaceReference } from '../network/namespace-reference.js'
import { invalid } from './arguments.js'

/**
 * A network namespace: by the name that ip-netns(8) knows it by, by its path (`/proc/PID/ns/net`), by the number of a process in it,
 * by a descriptor of a process in it (pidfd_open(2)), by a descriptor of itself, or as something that has one. Descriptors stay
 * the caller's.
 */
export type ExistingNamespace =
  | NamespaceReference
  | {
      /** As of `ip netns list`. */
      readonly name: string
    }
  | {
      /** Of a file that a network namespace is mounted on, or of one of /proc. */
      readonly path: string
    }
  | {
      /** The number of a process in it, which needs the right to trace that one (ptrace(2)). */
      readonly pid: number
    }
  | {
      /** A descriptor of a process in it. */
      readonly pidfd: number
    }

export interface OpenReference {
  readonly descriptor: number
  /** What it is called in errors. */
  readonly label: string
  readonly name: string | undefined
  close(): Promise<void>
}

/** @throws OperationError ERR_INVALID_ARGUMENT, ENOENT, ESRCH, EACCES … */
export async function openReference(reference: ExistingNamespace): Promise<OpenReference> {
  if (typeof reference !== 'number' && (typeof reference !== 'object' || reference === null)) {
    throw invalid(`reference: ${JSON.stringify(reference)} is none to a namespace`, operation, 'reference')
  }
  if (typeof reference === 'number' || 'networkNamespace' in reference) {
    const descriptor = descriptorOf(reference, operation)
    return { descriptor, label: `descriptor ${descriptor}`, name: undefined, close: async () => undefined }
  }
  const { name, ...file } = checked(reference)
  const label =
    name ?? file.namespacePath ?? (file.pid !== undefined ? `pid ${file.pid}` : `pidfd ${file.pidfd}`)
  const opened = await openNamespaceFile(file).catch((cause: unknown) => {
    throw refused(cause, label, name)
  })
  if (opened === undefined) throw invalid('no namespace is named', operation, 'reference')
  return { descriptor: opened.fd, label, name, close: () => opened.close() }
}

const operation = 'namespace.open'
const known = { name: true, path: true, pid: true, pidfd: true }

function checked(reference: Exclude<ExistingNamespace, NamespaceReference>) {
  refuseUnknown(reference, known, operation)
  const { name, path, pid, pidfd }: { name?: string; path?: string; pid?: number; pidfd?: number } = reference
  const given = [name, path, pid, pidfd].filter((value) => value !== undefined)
  if (given.length !== 1)
    throw invalid('name, path, pid, pidfd: one of them must be given', operation, 'reference')
  for (const number of [pid, pidfd]) {
    if (number !== undefined && !(Number.isInteger(number) && number >= 0 && number <= 0x7fff_ffff)) {
      throw invalid(`pid, pidfd: ${number} is neither a process nor a descriptor`, operation, String(number))
    }
  }
  if (path !== undefined && (path === '' || path.includes('\0'))) {
    throw invalid(`path: ${JSON.stringify(path)} is none`, operation, 'path')
  }
  return { name, namespacePath: name === undefined ? path : namedPath(name, operation), pid, pidfd }
}

/** Of open(2), or of a process that is gone. */
function refused(cause: unknown, label: string, name: string | undefined): unknown {
  if (isOperationError(cause)) {
    const { code, message, remedy } = cause
    return new OperationError(message, { code, operation, subject: label, remedy, cause })
  }
  if (!(cause instanceof Error && 'code' in cause && 'errno' in cause)) return cause
  const code = cause.code as `E${string}`
  const errno = cause.errno as number
  if (name !== undefined && code === 'ENOENT') {
    return new OperationError(`there is no network namespace named ${name}`, {
      ...{ code, errno, operation, subject: name, cause },
      remedy: 'Namespace.list tells which there are, Namespace.create makes one.',
    })
  }
  const reason = code === 'ENOENT' ? 'there is no such process or file' : code
  return new OperationError(`cannot open the network namespace of ${label}: ${reason}`, {
    ...{ code, errno, operation, subject: label, cause },
    remedy:
      code === 'EACCES' || code === 'EPERM'
        ? 'To look into a process of somebody else takes CAP_SYS_PTRACE: run as root.'
        : undefined,
  })
}
