/** Links of kind tun: made by /dev/net/tun, without netlink, so that all else is set once they are there. */
import type { NativeTun } from '../addon/native-link.js'
import { OperationError } from '../errors/operation-error.js'
import { checkLinkName, invalid } from '../netlink/arguments.js'
import type { LinkReference } from '../netlink/link-reference.js'
import { type Step, stepsOf } from './link-change.js'
import { checkOptions, type LinkCreation } from './link-creation.js'
import { readTun } from './link-kinds.js'

const operation = 'link.create'

const notOfTun = ['namespace', 'lower', 'kindAttributes', 'index', 'transmitQueues', 'receiveQueues'] as const

/** Checks a creation, and finds what is to be done behind it. What a tun has not is refused. */
export async function readTunCreation(
  creation: LinkCreation,
  index: (link: LinkReference) => Promise<number>,
): Promise<{ readonly tun: NativeTun; readonly steps: readonly Step[] }> {
  const { name, kind: _kind, tun, up = false, ...rest } = creation
  checkLinkName(name, operation)
  checkOptions(creation)
  for (const option of notOfTun) {
    if (creation[option] === undefined) continue
    throw invalid(
      operation,
      `${option}:`,
      'is not for links of kind tun, which are made where the network is',
    )
  }
  if (!tun) throw invalid(operation, 'tun:', 'is missing; kind tun needs it')
  const steps = await stepsOf({ ...rest, up: up || undefined }, index, operation)
  return { tun: readTun(tun, operation), steps }
}

/** The error, in other words where /dev/net/tun could not be opened. */
export function withoutDevice(error: unknown): unknown {
  if (!(error instanceof OperationError) || !(error.cause instanceof Error)) return error
  if (!('syscall' in error.cause) || error.cause.syscall !== 'open') return error
  return new OperationError(
    `cannot create the link ${error.subject}: /dev/net/tun cannot be opened (${error.code})`,
    {
      code: 'ERR_TUN',
      operation,
      subject: '/dev/net/tun',
      errno: error.errno,
      remedy:
        'Load its module as root (modprobe tun), and let everybody open it (chmod 666 /dev/net/tun), as distributions do.',
      cause: error.cause,
    },
  )
}
