// Makes a namespace as a launch does, with a TUN device if it can be had, to see what the system lets through.
import { closeSync, openSync } from 'node:fs'
import { programPath } from '../addon/programs.js'
import { isOperationError, type OperationError } from '../errors/operation-error.js'
import { usualLauncher } from '../namespace/launcher.js'
import { Namespace } from '../namespace/namespace.js'
import { type Check, checkOf } from './check.js'

export interface NamespaceTrial {
  /** The caller's, who closes it. Undefined: none can be made. */
  readonly namespace: Namespace | undefined
  readonly checks: readonly Check[]
}

export async function tryNamespace(libexec: string | undefined): Promise<NamespaceTrial> {
  try {
    const namespace = await Namespace.create({ libexec, tun: true })
    return { namespace, checks: [made(libexec), tunOpens()] }
  } catch (error) {
    if (!isOperationError(error)) throw error
    if (error.code === 'ERR_TUN') return tryWithoutTun(libexec, error)
    return { namespace: undefined, checks: [checkOf('user namespaces', 'failure', error), tunByItself()] }
  }
}

async function tryWithoutTun(libexec: string | undefined, tunError: OperationError): Promise<NamespaceTrial> {
  const namespace = await Namespace.create({ libexec })
  // Kernel WireGuard does without one.
  return { namespace, checks: [made(libexec), checkOf('/dev/net/tun', 'warning', tunError)] }
}

function made(libexec: string | undefined): Check {
  const { path } = usualLauncher(libexec)
  const isInstalled = path !== programPath('sinfonia-launcher')
  const by = isInstalled ? `, by ${path}: AppArmor restricts them, but not to this launcher` : ''
  return { name: 'user namespaces', state: 'ok', sentence: `they can be made, with network and mounts${by}` }
}

function tunOpens(): Check {
  return { name: '/dev/net/tun', state: 'ok', sentence: 'it opens, and makes a device inside' }
}

/** Where no namespace can be made, as far as can be seen from outside. */
function tunByItself(): Check {
  const name = '/dev/net/tun'
  try {
    closeSync(openSync('/dev/net/tun', 'r+'))
    return { name, state: 'ok', sentence: 'it opens' }
  } catch (error) {
    const isMissing =
      error instanceof Error && 'code' in error && error.code !== 'EACCES' && error.code !== 'EPERM'
    return {
      name,
      state: 'warning',
      sentence: isMissing ? 'it is missing' : 'it is closed to this user',
      remedy: isMissing
        ? 'Load the kernel module ("modprobe tun" as root); give a container the device with --device /dev/net/tun.'
        : 'Run "chmod 666 /dev/net/tun" as root, the mode that distributions give it.',
    }
  }
}
