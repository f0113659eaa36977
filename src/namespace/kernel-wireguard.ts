// Whether the running kernel has WireGuard, without asking it for a link.
import { existsSync, readFileSync } from 'node:fs'
import { release } from 'node:os'

/** `loaded`: it is there. `loadable`: its module is installed, and the kernel loads it for the first link. */
export type KernelWireGuard = 'loaded' | 'loadable' | 'absent'

/** Needs no rights. In a container it sees the modules that are loaded, but mostly not those that could be. */
export function kernelWireGuard(): KernelWireGuard {
  // There for a kernel with WireGuard built in, too.
  if (existsSync('/sys/module/wireguard')) return 'loaded'
  return hasModule() ? 'loadable' : 'absent'
}

/** modules.dep(5) names every installed module. */
function hasModule(): boolean {
  try {
    return readFileSync(`/lib/modules/${release()}/modules.dep`, 'latin1').includes('/wireguard.ko')
  } catch {
    return false
  }
}
