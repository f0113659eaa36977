// The capabilities of this process: capabilities(7).
import { readFileSync } from 'node:fs'

/** Numbers of <linux/capability.h>. */
const capabilityNumbers = { CAP_NET_ADMIN: 12, CAP_SYS_ADMIN: 21 } as const

type Capability = keyof typeof capabilityNumbers

/**
 * Whether this process has a capability in its effective set: over its own user namespace, which need not be the one that owns
 * what it wants to change.
 *
 * @param status - the text of /proc/self/status
 */
export function hasCapability(capability: Capability, status: string | undefined = ownStatus()): boolean {
  return isInSet('CapEff', capability, status)
}

/** Whether programs that this process starts can have a capability at all. */
export function isInBoundingSet(capability: Capability, status: string | undefined = ownStatus()): boolean {
  return isInSet('CapBnd', capability, status)
}

/** The sets by their names in proc_pid_status(5). */
function isInSet(set: 'CapEff' | 'CapBnd', capability: Capability, status = ''): boolean {
  const bits = new RegExp(`^${set}:\\s*([\\da-f]+)$`, 'm').exec(status)?.[1] ?? '0'
  return ((BigInt(`0x${bits}`) >> BigInt(capabilityNumbers[capability])) & 1n) === 1n
}

function ownStatus(): string | undefined {
  try {
    return readFileSync('/proc/self/status', 'latin1')
  } catch {
    return undefined
  }
}
