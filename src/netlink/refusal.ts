/** What the kernel's refusals mean, in plain words. */
import { getSystemErrorMap } from 'node:util'
import type { NativeFailure } from '../addon/binding.js'
import { OperationError, type Outcome } from '../errors/operation-error.js'

/** A request to the kernel, as far as its errors tell of it. */
export interface Attempt {
  /** `link.create`. */
  readonly operation: string
  /** `wg0`. */
  readonly subject: string
  /** `create the link wg0`. */
  readonly doing: string
  /** It changes something, so that an answer that never came leaves its effect unknown. */
  readonly changes: boolean
  /** Whoever is asked applies a request piece by piece, so that a refusal leaves its effect unknown. */
  readonly piecemeal?: boolean | undefined
  /** What some codes mean here. */
  readonly explanations?: Readonly<Record<string, Explanation>> | undefined
}

export interface Explanation {
  readonly reason: string
  readonly remedy?: string
}

const reasons: Readonly<Record<string, string>> = {
  'link.create EEXIST': 'a link of this name or index exists already',
  'link.create EOPNOTSUPP': 'the kernel has no links of this kind',
  'link.set EEXIST': 'a link of this name exists already',
  'link.set EOPNOTSUPP': 'the link cannot be changed so',
  'link.move EEXIST': 'a link of this name exists in the other namespace',
  'link.move EINVAL':
    'the link may not leave its namespace, or the descriptor is none of a network namespace',
  'link.addAlternativeName EEXIST': 'a link of this name exists already',
  'link.deleteAlternativeName EINVAL': 'the link does not have this name',
  'link.deleteAlternativeName ENOENT': 'the link does not have this name',
  'link.delete EOPNOTSUPP': 'the kernel does not let this link be deleted',
  'address.add EEXIST': 'the link has this address already',
  'address.delete EADDRNOTAVAIL': 'the link does not have this address',
  'route.add EEXIST': 'such a route exists already',
  'route ENETUNREACH': 'its gateway cannot be reached directly',
  'route EHOSTUNREACH': 'its gateway cannot be reached directly',
  'route ENETDOWN': 'its link is down',
  'route.delete ESRCH': 'there is no such route',
  'route.lookUp ENETUNREACH': 'there is no route to it',
  'rule.add EEXIST': 'there is such a rule already',
  'rule.delete ENOENT': 'there is no such rule',
  'rule EAFNOSUPPORT': 'the kernel has no rules of this IP version',
  'rule EOPNOTSUPP': 'the kernel has no rules of this kind',
  'neighbour.add EEXIST': 'there is such a neighbour already',
  'neighbour ENOENT': 'there is no such neighbour',
  'neighbour.get EOPNOTSUPP': 'the kernel does not tell of single neighbours (Linux 5.0 does)',
  'wireguard ENOENT': 'this kernel has no WireGuard',
  'wireguard EOPNOTSUPP': 'it is no WireGuard link',
  'wireguard EADDRINUSE': 'its UDP port is taken',
  'wireguard EACCES': 'the socket of its userspace interface is closed to this user',
  'wireguard ECONNRESET': 'its userspace interface ended before it had answered',
  'wireguard EIO': 'its userspace interface failed',
  'wireguard EPROTO': 'its userspace interface does not understand it',
  'generic.family ENOENT': 'the kernel has no family of generic netlink of this name',
  'generic ENOENT': 'there is no such object, or no such family any more',
  'generic ENODEV': 'there is no such device',
  'generic.join EPERM': 'the group, or opening another socket in the namespace, takes CAP_NET_ADMIN over it',
  'network.open EPERM': 'it takes CAP_SYS_ADMIN over the namespace to enter it',
  'network.open EINVAL': 'the descriptor is none of a network namespace',
  'network.open ENOTSOCK': 'the descriptor is no socket',
  'network.open EPROTOTYPE':
    'the descriptor is no socket of NETLINK_ROUTE (socket) or NETLINK_GENERIC (genericSocket)',
  'network.open EBADF': 'the descriptor is not open',
  'network.watch EPERM': 'it takes CAP_NET_ADMIN over the namespace to open another socket in it',
  EPERM: 'it takes CAP_NET_ADMIN over the network namespace',
  EACCES: 'the system does not allow it',
  ENODEV: 'there is no such link',
  EADDRNOTAVAIL: 'the address is not available on the link',
  EINVAL: 'the kernel takes it for invalid',
  ERANGE: 'a value is out of its range',
  EBUSY: 'it is in use',
  EOPNOTSUPP: 'the kernel does not support it',
  ENOMEM: 'the kernel is out of memory',
  ENOBUFS: 'the answer was lost, for the kernel ran out of buffers',
  ETIMEDOUT: 'the kernel did not answer',
  EBADMSG: 'the answer is malformed',
  EMFILE: 'this process has too many files open',
  ENOENT: 'there is no such file',
  ERR_DUMP_INTERRUPTED: 'it changed again and again while it was being listed',
}

const remedies: Readonly<Record<string, string>> = {
  EPERM: 'Run it as root, or in a network namespace of your own.',
  'network.open EPERM':
    'Run it as root, or let the owner of the namespace open the socket and pass it to you.',
  'link.create EOPNOTSUPP': 'Load the kernel module of that kind as root, where there is one.',
  'wireguard ENOENT':
    'Load its module as root (modprobe wireguard), or run a kernel that has it: Linux 5.6 or later with CONFIG_WIREGUARD.',
  ERR_DUMP_INTERRUPTED: 'Try again, or ask for one object by its name.',
}

/** The error for what the addon rejected with. */
export function refused(failure: NativeFailure, attempt: Attempt): OperationError {
  const { reason, remedy } = attempt.explanations?.[failure.code] ?? {
    reason: wordsFor(reasons, failure, attempt) ?? systemWords(failure),
    remedy: wordsFor(remedies, failure, attempt),
  }
  return new OperationError(`cannot ${attempt.doing}: ${reason}${quoted(failure)}`, {
    code: failure.code as `E${string}`,
    operation: attempt.operation,
    subject: attempt.subject,
    errno: failure.errno,
    detail: failure.detail,
    attribute: failure.attribute,
    outcome: outcomeOf(failure, attempt),
    remedy,
    cause: failure,
  })
}

/** Of the operation, else of its noun, else of the code alone. */
function wordsFor(
  table: Readonly<Record<string, string>>,
  { code }: NativeFailure,
  { operation }: Attempt,
): string | undefined {
  const [noun] = operation.split('.')
  return table[`${operation} ${code}`] ?? table[`${noun} ${code}`] ?? table[code]
}

/** Of libuv, for what has no words here. */
function systemWords({ errno, code }: NativeFailure): string {
  return getSystemErrorMap().get(errno)?.[1] ?? code
}

function quoted({ detail, attribute }: NativeFailure): string {
  const parts = [detail && `the kernel says "${detail}"`, attribute && `about ${attribute}`]
  const text = parts.filter(Boolean).join(' ')
  return text === '' ? '' : ` (${text})`
}

/** Only what was sent, and whose answer was not received, may have been done or not. */
function outcomeOf(failure: NativeFailure, { changes, piecemeal = false }: Attempt): Outcome {
  if (failure.partlyApplied) return 'partly-applied'
  return changes && (piecemeal || failure.syscall === 'recvmsg') ? 'unknown' : 'not-applied'
}
