import { readFileSync } from 'node:fs'

/** KiB that the kernel has for itself, whatever programs use meanwhile. */
export function kernelMemory(): number {
  const lines = readFileSync('/proc/meminfo', 'latin1').matchAll(
    /^(?:SUnreclaim|KernelStack|Percpu): +(\d+) kB/gm,
  )
  return [...lines].reduce((sum, [, size]) => sum + Number(size), 0)
}
