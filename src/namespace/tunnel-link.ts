// Makes a link of the kernel's WireGuard that stands in one namespace, and whose UDP socket stands in this process's.
import { OperationError } from '../errors/operation-error.js'
import { type InstalledProgram, installedProgram } from '../installation/installed-program.js'
import { Network } from '../network/network.js'
import { hasCapability } from './capabilities.js'
import { createLinkByHelper, withoutWireGuard } from './helper.js'
import { kernelWireGuard } from './kernel-wireguard.js'

/** What {@link Namespace.createTunnelLink} makes. */
export interface TunnelLinkOptions {
  /** 1 to 15 bytes. Before Linux 6.13 no link of this process's own network namespace may have it either. */
  readonly name: string
  /** Where `sinfonia-tier3 setup` has installed the helper. Default: /usr/local/libexec/sinfonia-tier3. */
  readonly libexec?: string | undefined
  /** Gives it up, until the link has been made. The error's outcome is `unknown` where that was under way. */
  readonly signal?: AbortSignal | undefined
}

/**
 * Why no such link can be made, as far as that is seen without trying: ERR_KERNEL_WIREGUARD or ERR_HELPER.
 *
 * @param isInsisted - whether there is no other way: the kernel has the last word then of what it has
 */
export function tunnelLinkUnavailable(libexec?: string, isInsisted = false): OperationError | undefined {
  const isAbsent = kernelWireGuard() === 'absent'
  if (isAbsent && !isInsisted) return withoutWireGuard()
  if (hasCapability('CAP_NET_ADMIN')) return undefined
  const unusable = helperUnusable(helper(libexec))
  return unusable && isAbsent ? withoutWireGuard() : unusable
}

/**
 * By this process, where it has CAP_NET_ADMIN, else by the helper, which is looked at again: it may be another one by now.
 *
 * @param networkNamespace - a descriptor of it, which belongs to the caller, or to root where he is root
 * @throws OperationError ERR_KERNEL_WIREGUARD, ERR_HELPER, ERR_ABORTED, or the kernel's errno (EEXIST)
 */
export async function createTunnelLink(networkNamespace: number, options: TunnelLinkOptions): Promise<void> {
  if (hasCapability('CAP_NET_ADMIN')) return await createByOwnRight(networkNamespace, options)
  const { name, libexec, signal } = options
  const installed = helper(libexec)
  const unusable = helperUnusable(installed)
  if (unusable) throw unusable
  await createLinkByHelper({ helper: installed.path, namespace: networkNamespace, name, signal })
}

function helper(libexec: string | undefined): InstalledProgram {
  return installedProgram('sinfonia-helper', libexec)
}

function helperUnusable(installed: InstalledProgram): OperationError | undefined {
  if (installed.state === 'usable') return undefined
  return new OperationError(installed.problem, {
    code: 'ERR_HELPER',
    operation,
    subject: installed.path,
    detail: installed.state,
    remedy: installed.remedy,
  })
}

const operation = 'namespace.createTunnelLink'

async function createByOwnRight(
  networkNamespace: number,
  { name, signal }: TunnelLinkOptions,
): Promise<void> {
  await using host = await Network.open({ signal })
  const creation = { name, kind: 'wireguard', namespace: networkNamespace } as const
  await host.links.create(creation, { signal }).catch((error: unknown) => {
    if (!(error instanceof OperationError)) throw error
    if (error.code === 'EOPNOTSUPP') throw withoutWireGuard(error.detail)
    throw error.code === 'EPERM' ? notOurs(error) : error
  })
}

/** As in a container that has a user namespace of its own, and the host's network. */
function notOurs(cause: OperationError): OperationError {
  return new OperationError('this process may make no WireGuard links in its own network namespace', {
    code: 'ERR_KERNEL_WIREGUARD',
    operation,
    detail: cause.message,
    remedy: cause.remedy,
    cause,
  })
}
