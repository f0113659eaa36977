/** Refuses directories in which a capability would be lost, or somebody else's. */
import { closeSync, existsSync, lstatSync, openSync } from 'node:fs'
import { addon } from '../addon/load.js'
import { OperationError } from '../errors/operation-error.js'
import { hasDefaultAccessList } from './access-list.js'
import { capabilityAttribute } from './capability.js'
import { isUnsupported } from './extended-attribute.js'
import { type Mount, mountOf } from './mount.js'
import { foreignDirectory, upwards } from './trust.js'

/**
 * Looks at the directory, or at the nearest one above it that exists: its owner and mode and those of all above it, its default
 * ACL, the options of its mount, and whether its file system keeps capabilities.
 *
 * @param directory - without symbolic links: what is installed to is what was looked at
 * @throws OperationError ERR_SETUP
 */
export function refuseUnsuitable(directory: string): void {
  const existing = upwards(directory).find((path) => existsSync(path)) ?? '/'
  const flaw = foreigner(existing) ?? closed(existing) ?? lossOfCapability(existing) ?? inheritance(existing)
  if (!flaw) return
  throw new OperationError(`nothing can be installed in ${directory}: ${flaw.problem}`, {
    code: 'ERR_SETUP',
    operation: 'setup.check',
    subject: directory,
    remedy: flaw.remedy,
  })
}

interface Flaw {
  /** A sentence without its full stop. */
  readonly problem: string
  /** A full sentence. */
  readonly remedy: string
}

function foreigner(directory: string): Flaw | undefined {
  const distrust = foreignDirectory(directory)
  return (
    distrust && {
      problem: `${distrust.path} ${distrust.reason}, who could replace what is installed there`,
      remedy: 'Choose a directory that root alone can write to, as are all above it.',
    }
  )
}

/** Whom it is for must get there. */
function closed(directory: string): Flaw | undefined {
  const path = upwards(directory).find((each) => (lstatSync(each).mode & 0o001) === 0)
  return path === undefined
    ? undefined
    : {
        problem: `${path} cannot be entered by everyone, and so nobody could start what is installed there`,
        remedy: `Run "chmod o+x ${path}" as root, or choose a directory elsewhere.`,
      }
}

function lossOfCapability(directory: string): Flaw | undefined {
  const mount = mountOf(directory)
  for (const [option, effect] of effects) {
    if (!mount?.options.includes(option)) continue
    return {
      problem: `${mount.point} is mounted ${option}: ${effect}`,
      remedy: `Choose a directory elsewhere, or mount it without ${option}.`,
    }
  }
  return open(directory, keepsCapabilities) ? undefined : noAttributes(mount)
}

function noAttributes(mount: Mount | undefined): Flaw {
  const which = mount ? ` (${mount.type} on ${mount.point})` : ''
  return {
    problem: `its file system${which} keeps no extended attributes, and a capability is one`,
    remedy: 'Choose a directory on a file system such as ext4, xfs, btrfs or tmpfs.',
  }
}

/** Of rights that no mode tells. */
function inheritance(directory: string): Flaw | undefined {
  if (!open(directory, hasDefaultAccessList)) return undefined
  return {
    problem: `${directory} has a default ACL, which gives rights over what is installed there to others`,
    remedy: `Remove it ("setfacl -k ${directory}" as root), or choose a directory elsewhere.`,
  }
}

const effects = [
  ['nosuid', 'programs there gain no capability'],
  ['noexec', 'programs there cannot be started'],
  ['ro', 'nothing can be written there'],
] as const

function keepsCapabilities(descriptor: number): boolean {
  try {
    addon().getExtendedAttribute(descriptor, capabilityAttribute)
    return true
  } catch (error) {
    if (isUnsupported(error)) return false
    throw error
  }
}

function open(directory: string, look: (descriptor: number) => boolean): boolean {
  const descriptor = openSync(directory, 'r')
  try {
    return look(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
