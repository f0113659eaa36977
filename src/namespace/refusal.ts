import { getSystemErrorName } from 'node:util'
import { OperationError } from '../errors/operation-error.js'
import { namespaceCause } from './cause.js'
import { enterError } from './enter-refusal.js'
import { PayloadReader, Request } from './protocol.js'

/** A FAILED of the keeper: the step that failed, why, and on what. */
export interface Refusal {
  /** The kind of the request that it answers; 0: the start. */
  readonly request: number
  /** Positive, as the kernel's headers have it. */
  readonly errno: number
  readonly step: string
  readonly subject: string
}

export function readRefusal(payload: Buffer): Refusal {
  const reader = new PayloadReader(payload)
  return { request: reader.u32(), errno: reader.u32(), step: reader.text(), subject: reader.text() }
}

/**
 * What a refusal means to the caller.
 *
 * @param libexec - where `setup` installs to, if not in its default directory
 */
export function refusalError(refusal: Refusal, libexec?: string): OperationError {
  switch (refusal.request) {
    case Request.run:
      return applicationError(refusal)
    case Request.resolver:
      return resolverError(refusal)
    case Request.socket:
      return systemError(
        refusal,
        'namespace.openSocket',
        `a socket on ${refusal.subject} inside the namespace`,
      )
    default:
      return startError(refusal, libexec)
  }
}

function applicationError(refusal: Refusal): OperationError {
  const { step, subject } = refusal
  const fields = { operation: 'application.start', subject, ...reason(refusal) }
  const name = errnoName(refusal)
  if (step === 'execute' && (name === 'ENOENT' || name === 'ENOTDIR')) {
    return new OperationError(`${subject}: no such application`, {
      ...fields,
      code: 'ERR_APPLICATION_NOT_FOUND',
      remedy: subject.includes('/') ? 'Check the path.' : 'Install it, or give its path.',
    })
  }
  if (step === 'interpreter') {
    return new OperationError(`${subject} cannot be executed: its interpreter or loader is missing`, {
      ...fields,
      code: 'ERR_APPLICATION_NOT_EXECUTABLE',
      remedy: 'See its first line (#!…), or "file" for a program built for another system.',
    })
  }
  if (step === 'execute') {
    return new OperationError(`${subject} cannot be executed`, {
      ...fields,
      code: 'ERR_APPLICATION_NOT_EXECUTABLE',
      remedy:
        name === 'EACCES' ? 'It must be a file with the execute permission, and not a directory.' : undefined,
    })
  }
  if (step === 'directory')
    return systemError(refusal, 'application.start', `the working directory ${subject}`)
  if (step === 'uid' || step === 'gid' || step === 'groups') return identityError(refusal)
  return systemError(refusal, 'application.start', `the start of ${subject} (${step})`)
}

function identityError(refusal: Refusal): OperationError {
  const { step, subject } = refusal
  const code = errnoName(refusal)
  const isUnknown = code === 'EINVAL'
  return new OperationError(
    isUnknown
      ? `${subject} cannot run as that ${step}: it does not exist in the user namespace`
      : `${subject} cannot run as another ${step}: this process may not change it`,
    {
      code: code as `E${string}`,
      operation: 'application.start',
      subject,
      ...reason(refusal),
      remedy: isUnknown
        ? 'In a namespace that Namespace.create has made there is one user: its options uid and gid say under which number.'
        : 'That takes CAP_SETUID and CAP_SETGID: run this as root.',
    },
  )
}

function resolverError(refusal: Refusal): OperationError {
  return new OperationError('/etc/resolv.conf of the namespace could not be put in place', {
    code: 'ERR_RESOLVER',
    operation: 'namespace.setResolver',
    subject: refusal.subject,
    ...reason(refusal),
    remedy:
      refusal.step === 'mount-overlay'
        ? '/etc/resolv.conf is missing on this system, and its kernel (before Linux 5.11) or container cannot show one without it: create it, an empty file will do.'
        : undefined,
  })
}

function startError(refusal: Refusal, libexec: string | undefined): OperationError {
  const { step, subject } = refusal
  const fields = { operation: 'namespace.create', subject: subject || undefined, ...reason(refusal) }
  if (step.startsWith('tun-')) return tunError(refusal)
  const entering = enterError(refusal)
  if (entering) return entering
  if (!namespaceSteps.has(step)) {
    return new OperationError(`the launcher could not start (${step})`, { ...fields, code: 'ERR_LAUNCHER' })
  }
  const { sentence, remedy } = namespaceCause({ ...refusal, libexec })
  return new OperationError(`the system refuses a network namespace: ${sentence}`, {
    ...fields,
    code: 'ERR_NAMESPACE',
    remedy,
  })
}

const namespaceSteps = new Set([
  'unshare',
  'setgroups',
  'uid_map',
  'gid_map',
  'mount-slave',
  'open-namespace',
])

function tunError(refusal: Refusal): OperationError {
  const isClosed = ['EACCES', 'EPERM'].includes(errnoName(refusal))
  return new OperationError(`/dev/net/tun ${isClosed ? 'is closed to this user' : 'is missing'}`, {
    code: 'ERR_TUN',
    operation: 'namespace.create',
    subject: '/dev/net/tun',
    ...reason(refusal),
    remedy: isClosed
      ? 'Ordinary distributions open it to everyone: run "chmod 666 /dev/net/tun" as root, or add a udev rule for it.'
      : 'Load the kernel module ("modprobe tun" as root); give a container the device with --device /dev/net/tun.',
  })
}

function systemError(refusal: Refusal, operation: string, what: string): OperationError {
  const name = errnoName(refusal)
  return new OperationError(`the system refuses ${what}: ${name}`, {
    code: name as `E${string}`,
    operation,
    subject: refusal.subject || undefined,
    errno: -refusal.errno,
  })
}

function reason(refusal: Refusal): { readonly errno: number; readonly detail: string } {
  return { errno: -refusal.errno, detail: `${refusal.step}: ${errnoName(refusal)}` }
}

function errnoName(refusal: Refusal): string {
  return getSystemErrorName(-refusal.errno)
}
