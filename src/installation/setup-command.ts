import { join } from 'node:path'
import { packageRoot } from '../addon/load.js'
import { shellWords } from './shell-words.js'

/** The command's own start script. */
const startScript = join(packageRoot, 'bin/sinfonia-tier3.js')

/**
 * The exact line that sets this very copy of the package up, to be copied into a shell. Its paths are absolute: sudo has
 * another PATH, and `sudo npx` would run as root what it has just downloaded.
 */
export function setupCommand(...args: readonly string[]): string {
  return shellWords(['sudo', process.execPath, startScript, 'setup', ...args])
}
