import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, normalize } from 'node:path'
import type { Program } from '../addon/programs.js'
import { OperationError } from '../errors/operation-error.js'

/** Where `setup` installs, if it is told nothing else. */
export const defaultDirectory = '/usr/local/libexec/sinfonia-tier3'

/** What setup installs there. The helper alone gets a capability. */
export const installedPrograms = [
  'sinfonia-helper',
  'sinfonia-launcher',
] as const satisfies readonly Program[]

/** Where AppArmor's own tools look for profiles. */
const profileDirectory = '/etc/apparmor.d'

/** A directory to install to, as the user wrote it: absolute, and of characters that mean nothing to a shell or to AppArmor. */
export function parseDirectory(text: string): string {
  const directory = normalize(text).replace(/(?<=.)\/+$/, '')
  if (isAbsolute(text) && directory !== '/' && /^[\w./+-]+$/.test(directory)) return directory
  throw new OperationError(`malformed directory to install to: ${text}`, {
    code: 'ERR_INVALID_ARGUMENT',
    operation: 'setup.read',
    subject: text,
    remedy: 'It is an absolute path of letters, digits and the characters . _ + - alone.',
  })
}

/** The AppArmor profile that belongs to a directory alone: its name, and its file. A dot stands for a slash, `+.` for a dot. */
export function profileOf(directory: string): { readonly name: string; readonly path: string } {
  const own = 'sinfonia-tier3'
  const name =
    directory === defaultDirectory ? own : `${own}${directory.replace(/[+.]/g, '+$&').replaceAll('/', '.')}`
  return { name, path: `${profileDirectory}/${name}` }
}

/** Where a file is written before it takes its place; one that a killed setup has left is replaced. */
export function beside(path: string): string {
  return `${dirname(path)}/.${basename(path)}.new`
}

/**
 * The directory that a user means, as the kernel sees it: without symbolic links, so that what is looked at is what is used.
 *
 * @throws OperationError ERR_INVALID_ARGUMENT where a symbolic link leads to a name that means more than itself
 */
export function realDirectory(text: string): string {
  return parseDirectory(realPath(parseDirectory(text)))
}

/** It need not exist yet. */
function realPath(path: string): string {
  return existsSync(path) ? realpathSync(path) : join(realPath(dirname(path)), basename(path))
}
