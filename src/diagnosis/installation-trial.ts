/** Setup's last word: an ordinary user who is permitted creates a link with what was installed. */
import { join } from 'node:path'
import { isOperationError, OperationError } from '../errors/operation-error.js'
import type { SetupRequest } from '../installation/request.js'
import { Namespace } from '../namespace/namespace.js'
import { tryHelper } from './link-trial.js'

/** The overflow uid, which has no rights anywhere: `nobody` on most systems. */
const nobody = 65534

/** What is no fault of the installation: it may well work where the machine, or the container, is another one. */
const circumstances: Readonly<Record<string, string>> = {
  'no-wireguard': 'launches go on in user space until the kernel has WireGuard',
  'bounding-set': 'a container gets this capability with --cap-add NET_ADMIN',
  'no-new-privileges': 'it works from sessions without no_new_privs',
}

/**
 * Tries it as nobody, in the group that it is installed for. The sentence says whether it was seen to work, or why it cannot be
 * seen here.
 *
 * @throws OperationError ERR_SETUP where what was installed does not work
 */
export async function installationTrial({ directory, permitted }: SetupRequest): Promise<string> {
  const user = { uid: nobody, gid: permitted === 'everyone' ? nobody : permitted.gid }
  let namespace: Namespace
  try {
    namespace = await Namespace.create({ launcher: { path: join(directory, 'sinfonia-launcher'), ...user } })
  } catch (error) {
    if (!isOperationError(error)) throw error
    if (error.code !== 'ERR_NAMESPACE')
      throw failure(join(directory, 'sinfonia-launcher'), error.message, error.cause)
    return `Not tried, since an ordinary user cannot make a namespace here: ${error.message}. ${error.remedy ?? ''}`.trim()
  }
  try {
    const path = join(directory, 'sinfonia-helper')
    const trial = await tryHelper(path, namespace, user)
    const whom = permitted === 'everyone' ? 'nobody' : `nobody, in the group ${permitted.name},`
    if (trial.result === 'created') {
      return `It works: the user ${whom} has created a WireGuard link in a namespace of his own, and it is gone again.`
    }
    const circumstance = circumstances[trial.reason]
    if (circumstance)
      return `All is installed, but no link could be created: ${trial.message}; ${circumstance}.`
    throw failure(path, trial.message, trial.reason)
  } finally {
    await namespace.close()
  }
}

function failure(subject: string, message: string, reason: unknown): OperationError {
  return new OperationError(`what was installed does not work: ${message}`, {
    code: 'ERR_SETUP',
    operation: 'setup.verify',
    subject,
    detail: reason instanceof Error ? reason.message : String(reason),
    outcome: 'partly-applied',
  })
}
