// Why a network namespace could not be entered.
import { getSystemErrorName } from 'node:util'
import { OperationError } from '../errors/operation-error.js'
import type { Refusal } from './refusal.js'

/** Undefined: the refusal is about something else. */
export function enterError({ step, errno, subject }: Refusal): OperationError | undefined {
  const explanation = explanations.get(step)
  if (!explanation) return undefined
  const code = getSystemErrorName(-errno) as `E${string}`
  const { reason, remedy } = explanation
  return new OperationError(`cannot open the network namespace of ${subject}: ${reason}`, {
    code: step === 'enter-type' ? 'EINVAL' : code,
    operation: 'namespace.open',
    subject,
    errno: -errno,
    detail: `${step}: ${code}`,
    remedy,
  })
}

interface Explanation {
  readonly reason: string
  readonly remedy?: string
}

const explanations: ReadonlyMap<string, Explanation> = new Map([
  ['enter-type', { reason: 'it is none' }],
  [
    'enter-own',
    {
      reason: 'it belongs to the user namespace of this process, and entering it takes CAP_SYS_ADMIN there',
      remedy: 'Run this as root.',
    },
  ],
  [
    'enter-foreign',
    {
      reason: 'it belongs to the user namespace of another user',
      remedy: 'Run this as that user, or as root of the system (CAP_SYS_ADMIN).',
    },
  ],
  [
    'enter-outer',
    {
      reason: 'it belongs to a user namespace outside of the one of this process',
      remedy:
        'Run this outside of that user namespace (or container), as the owner of the network namespace or as root.',
    },
  ],
  ['enter', { reason: 'the system refuses to enter it' }],
  ['show-file', { reason: 'a file of it cannot be shown in /etc', remedy: 'See what is in that directory.' }],
])
