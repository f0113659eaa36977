// Whether the running kernel has WireGuard, without asking it for a link.
import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'

/**
 * `loaded`: it is there. `loadable`: its module is installed, and the kernel loads it for the first link. `unknown`: the modules
 * that are installed are not seen, as in most containers; the kernel tells when it is asked for a link.
 */
export type KernelWireGuard = 'loaded' | 'loadable' | 'absent' | 'unknown'

/** Needs no rights. */
export function kernelWireGuard(): KernelWireGuard {
  // There for a kernel with WireGuard built in, too.
  if (existsSync('/sys/module/wireguard')) return 'loaded'
  const modules = installedModules()
  if (modules === undefined) return 'unknown'
  return modules.includes('/wireguard.ko') ? 'loadable' : 'absent'
}

/** modules.dep(5) names them all. */
function installedModules(): string | undefined {
  try {
    return readFileSync(`/lib/modules/${release()}/modules.dep`, 'latin1')
  } catch {
    return undefined
  }
}
