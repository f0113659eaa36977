import { release } from 'node:os'
import { type KernelWireGuard, kernelWireGuard } from '../namespace/kernel-wireguard.js'
import type { Namespace } from '../namespace/namespace.js'
import type { Check } from './check.js'
import { type LinkTrial, tryInside } from './link-trial.js'

const name = 'kernel WireGuard'

/** Whether the kernel has it: seen by a link inside the namespace, which also loads the module as a launch would. */
export async function checkKernelWireGuard(namespace: Namespace | undefined): Promise<Check> {
  const before = kernelWireGuard()
  return judge(before, namespace && (await tryInside(namespace)))
}

const words = {
  loaded: 'loaded',
  loadable: 'a module that is not loaded yet',
  absent: 'absent',
  unknown: 'not loaded, and it is not seen here which modules are installed',
} as const

/** @param trial - undefined: for want of a namespace */
export function judge(before: KernelWireGuard, trial: LinkTrial | undefined): Check {
  const found = words[before]
  if (trial?.result === 'created') {
    const sentence =
      before === 'loaded' ? 'loaded, and links can be made' : 'loaded on demand, and links can be made'
    return { name, state: 'ok', sentence }
  }
  if (!trial) {
    if (before === 'absent') return absent()
    const state = before === 'unknown' ? 'warning' : 'ok'
    return { name, state, sentence: `${found}; not tried, for want of a namespace` }
  }
  if (trial.reason !== 'no-wireguard')
    return { name, state: 'warning', sentence: `${found}, but ${trial.message}` }
  if (before === 'absent' || before === 'unknown') return absent()
  return {
    name,
    state: 'warning',
    sentence: 'a module that the kernel does not load',
    remedy:
      'Run "modprobe wireguard" as root: it says why. It may be blacklisted, or be of another build of this kernel.',
  }
}

function absent(): Check {
  return {
    name,
    state: 'warning',
    sentence: `kernel ${release()} has none: launches use WireGuard in user space`,
    remedy:
      'Install the kernel’s module packages (as linux-modules-extra), or a kernel with CONFIG_WIREGUARD.',
  }
}
