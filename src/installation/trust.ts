// Whom a path belongs to: what a privileged program lies in must be root's alone, up to the root directory.
import { lstatSync, realpathSync, type Stats } from 'node:fs'
import { dirname } from 'node:path'

/** A path, and why it is not root's alone. */
export interface Distrust {
  readonly path: string
  /** Goes behind the path: `belongs to user 1001`. */
  readonly reason: string
}

/** What makes a file or directory somebody else's than root's; undefined: nothing. ACLs show as the group's bits in its mode. */
export function foreign({ uid, mode }: Pick<Stats, 'uid' | 'mode'>): string | undefined {
  if (uid !== 0) return `belongs to user ${uid}, not to root`
  if (mode & 0o002) return 'can be written to by everyone'
  if (mode & 0o020) return 'can be written to by its group'
  return undefined
}

/**
 * The first of a directory and those above it, as symbolic links resolve, that is not root's alone.
 *
 * @throws the error of lstat(2) where one cannot be looked at
 */
export function foreignDirectory(directory: string): Distrust | undefined {
  for (let path = realpathSync(directory); ; path = dirname(path)) {
    const reason = foreign(lstatSync(path))
    if (reason !== undefined) return { path, reason }
    if (path === dirname(path)) return undefined
  }
}
