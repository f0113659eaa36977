/** Opens a network namespace that is given by its path, a process, or a descriptor of a process. */
import { constants } from 'node:fs'
import { type FileHandle, open, readFile } from 'node:fs/promises'
import { OperationError } from '../errors/operation-error.js'
import { namedPath } from './named-namespace.js'

export interface NamespaceFileOptions {
  readonly namespaceName?: string | undefined
  readonly namespacePath?: string | undefined
  readonly pid?: number | undefined
  readonly pidfd?: number | undefined
}

/** Undefined where none of them is given. The caller closes it. */
export async function openNamespaceFile(options: NamespaceFileOptions): Promise<FileHandle | undefined> {
  const { namespaceName, namespacePath, pid, pidfd } = options
  if (namespaceName !== undefined) return await open(namedPath(namespaceName, 'network.open'), mayBeAnything)
  if (namespacePath !== undefined) return await open(namespacePath, mayBeAnything)
  if (pid !== undefined) return await open(`/proc/${pid}/ns/net`, mayBeAnything)
  return pidfd === undefined ? undefined : await openOfPidfd(pidfd)
}

/** Whatever a path leads to, opening it does not wait. */
const mayBeAnything = constants.O_RDONLY | constants.O_NONBLOCK

/** The number may be another process's as soon as this one is gone: it must still be there afterwards. */
async function openOfPidfd(pidfd: number): Promise<FileHandle> {
  const file = await open(`/proc/${await processOf(pidfd)}/ns/net`, mayBeAnything)
  try {
    await processOf(pidfd)
    return file
  } catch (error) {
    await file.close()
    throw error
  }
}

/** proc_pid_fdinfo(5): -1 where the process has been waited for, 0 where it is not to be seen from here. */
async function processOf(pidfd: number): Promise<number> {
  const text = await readFile(`/proc/self/fdinfo/${pidfd}`, 'utf8')
  const pid = /^Pid:\s*(-?\d+)$/m.exec(text)?.[1]
  if (pid === undefined) throw refused('EINVAL', pidfd, 'the descriptor is none of a process')
  if (Number(pid) <= 0) throw refused('ESRCH', pidfd, 'the process has ended')
  return Number(pid)
}

function refused(code: 'EINVAL' | 'ESRCH', pidfd: number, reason: string): OperationError {
  return new OperationError(`cannot open the network of the process of descriptor ${pidfd}: ${reason}`, {
    code,
    operation: 'network.open',
    subject: `descriptor ${pidfd}`,
  })
}
