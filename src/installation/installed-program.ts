/** Finds a program that `setup` has installed, and says why it cannot be used where that is so. */
import { accessSync, constants, lstatSync, readFileSync, realpathSync, type Stats } from 'node:fs'
import { join } from 'node:path'
import { type Program, programPath } from '../addon/programs.js'
import { attempt } from './attempt.js'
import { lackOfPermission } from './permission.js'
import { defaultDirectory } from './place.js'
import { suggestedSetup } from './suggestion.js'
import { foreign, foreignDirectory } from './trust.js'

export type InstalledProgram =
  | { readonly state: 'usable'; readonly path: string }
  | {
      /** `untrusted`: it, or a directory above it, is not root's alone. `not-permitted`: it is for a group that this process is not in. */
      readonly state: 'missing' | 'not-permitted' | 'another-version' | 'untrusted'
      readonly path: string
      /** A sentence without its full stop. */
      readonly problem: string
      /** A full sentence. */
      readonly remedy: string
    }

/**
 * A program in the directory that `setup` installs to, compared byte for byte with the one of this package. Some stats and two
 * reads: cheap enough for every launch. Whether it has its capability is not looked at; it says so itself.
 *
 * @param libexec - the directory, where it is not the default one
 * @throws OperationError ERR_ADDON where this package has no such program for this system
 */
export function installedProgram(program: Program, libexec: string = defaultDirectory): InstalledProgram {
  // What is looked at is what is used, though a link on the way may lead elsewhere later.
  const directory = attempt(() => realpathSync(libexec)) ?? libexec
  const path = join(directory, program)
  const setup = suggestedSetup(libexec)
  const file = attempt(() => lstatSync(path))
  if (!file) {
    return {
      state: 'missing',
      path,
      problem: `${path} is not installed`,
      remedy: `Install it, once: ${setup}`,
    }
  }
  const foreigner = distrust(path, file, directory)
  if (foreigner !== undefined) {
    return {
      state: 'untrusted',
      path,
      problem: `${foreigner}: it is not used`,
      remedy: `Take that right away as root, then install it again: ${setup}`,
    }
  }
  const installed = attempt(() => {
    accessSync(path, constants.X_OK)
    return readFileSync(path)
  })
  if (!installed) return { state: 'not-permitted', path, ...lackOfPermission(path, file.gid, setup) }
  if (installed.equals(readFileSync(programPath(program)))) return { state: 'usable', path }
  return {
    state: 'another-version',
    path,
    problem: `${path} is of another version of this package`,
    remedy: `Install that of this version: ${setup}`,
  }
}

function distrust(path: string, file: Stats, directory: string): string | undefined {
  if (!file.isFile()) return `${path} is not a file`
  const reason = foreign(file)
  if (reason !== undefined) return `${path} ${reason}`
  const foreigner = foreignDirectory(directory)
  return foreigner && `${foreigner.path} ${foreigner.reason}`
}
