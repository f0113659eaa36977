// Whom a path belongs to: what a privileged program lies in must be root's alone, up to the root directory.
import { lstatSync, type Stats } from 'node:fs'
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
 * The first of a directory and those above it that is not root's alone.
 *
 * @param directory - without symbolic links: one that has come in since is anybody's, by its mode
 * @throws the error of lstat(2) where one cannot be looked at
 */
export function foreignDirectory(directory: string): Distrust | undefined {
  for (const path of upwards(directory)) {
    const reason = foreign(lstatSync(path))
    if (reason !== undefined) return { path, reason }
  }
  return undefined
}

/** A directory and those above it, up to the root directory. */
export function upwards(directory: string): string[] {
  const above = dirname(directory)
  return above === directory ? [directory] : [directory, ...upwards(above)]
}
