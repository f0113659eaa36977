import type { OperationError } from '../errors/operation-error.js'
import { kernel } from './ways/kernel.js'
import { userspace } from './ways/userspace.js'
import type { Way, WayName, WayRequirements } from './ways/way.js'

/** The ways that a tunnel can come about, the first that works is taken. */
export interface Choice {
  readonly ways: readonly Way[]
  /** Why the kernel's WireGuard is not among them. */
  readonly withoutKernel?: OperationError | undefined
}

/**
 * Which ways to try: the one that is insisted on, else the kernel's WireGuard where it seems to work, and the userspace engine.
 *
 * @throws OperationError ERR_KERNEL_WIREGUARD or ERR_HELPER where the kernel's is insisted on and cannot work
 */
export function choose(wanted: WayName | undefined, requirements: WayRequirements): Choice {
  if (wanted === 'userspace') return { ways: [userspace] }
  const withoutKernel = kernel.unavailable({ ...requirements, isInsisted: wanted === 'kernel' })
  if (wanted === 'kernel') {
    if (withoutKernel) throw withoutKernel
    return { ways: [kernel] }
  }
  return withoutKernel ? { ways: [userspace], withoutKernel } : { ways: [kernel, userspace] }
}
