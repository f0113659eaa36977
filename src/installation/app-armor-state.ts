// What AppArmor says of itself: whether it keeps ordinary users from what namespaces need.
import { readFileSync } from 'node:fs'

/** The text of a file of /proc or /sys, trimmed; undefined where there is none. */
export type ReadSetting = (path: string) => string | undefined

export const readSetting: ReadSetting = (path) => {
  try {
    return readFileSync(path, 'latin1').replaceAll('\0', '').trim()
  } catch {
    return undefined
  }
}

export function isEnabled(read: ReadSetting = readSetting): boolean {
  return read('/sys/module/apparmor/parameters/enabled') === 'Y'
}

/** Ubuntu's switch, from 23.10 on, which concerns every program without a profile that says otherwise. Other kernels have none. */
export function restrictsNamespaces(read: ReadSetting = readSetting): boolean {
  const value = read('/proc/sys/kernel/apparmor_restrict_unprivileged_userns')
  return value !== undefined && value !== '0'
}

/** The name of the profile that confines this process; undefined: none does. */
export function confinement(read: ReadSetting = readSetting): string | undefined {
  if (!isEnabled(read)) return undefined
  // The older file belongs to whichever security module comes first.
  const label = read('/proc/self/attr/apparmor/current') ?? read('/proc/self/attr/current')
  return /^(.*) \((?:enforce|kill)\)$/.exec(label ?? '')?.[1]
}
