/** Refuses directories in which a capability would be lost, or somebody else's. */
import { closeSync, existsSync, openSync, realpathSync } from 'node:fs'
import { dirname } from 'node:path'
import { addon } from '../addon/load.js'
import { OperationError } from '../errors/operation-error.js'
import { capabilityAttribute } from './capability.js'
import { mountOf } from './mount.js'
import { foreignDirectory } from './trust.js'

/**
 * Looks at the directory, or at the nearest one above it that exists: its owner and mode and those of all above it, the options
 * of its mount, and whether its file system keeps capabilities.
 *
 * @throws OperationError ERR_SETUP
 */
export function refuseUnsuitable(directory: string): void {
  const existing = realpathSync(nearest(directory))
  const distrust = foreignDirectory(existing)
  if (distrust) {
    throw refusal(
      directory,
      `${distrust.path} ${distrust.reason}, who could replace what is installed there`,
      'Choose a directory that root alone can write to, as are all above it.',
    )
  }
  const mount = mountOf(existing)
  for (const [option, effect] of effects) {
    if (!mount?.options.includes(option)) continue
    const problem = `${mount.point} is mounted ${option}: ${effect}`
    throw refusal(directory, problem, `Choose a directory elsewhere, or mount it without ${option}.`)
  }
  if (!keepsCapabilities(existing)) {
    const problem = `its file system${mount ? ` (${mount.type} on ${mount.point})` : ''} keeps no extended attributes, and a capability is one`
    throw refusal(
      directory,
      problem,
      'Choose a directory on a file system such as ext4, xfs, btrfs or tmpfs.',
    )
  }
}

const effects = [
  ['nosuid', 'programs there gain no capability'],
  ['noexec', 'programs there cannot be started'],
  ['ro', 'nothing can be written there'],
] as const

function nearest(directory: string): string {
  return existsSync(directory) ? directory : nearest(dirname(directory))
}

function keepsCapabilities(directory: string): boolean {
  const descriptor = openSync(directory, 'r')
  try {
    addon().getExtendedAttribute(descriptor, capabilityAttribute)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EOPNOTSUPP') return false
    throw error
  } finally {
    closeSync(descriptor)
  }
}

function refusal(directory: string, problem: string, remedy: string): OperationError {
  return new OperationError(`nothing can be installed in ${directory}: ${problem}`, {
    code: 'ERR_SETUP',
    operation: 'setup.check',
    subject: directory,
    remedy,
  })
}
