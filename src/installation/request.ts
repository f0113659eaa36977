/** What the user of `setup` asks for, in full. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { OperationError } from '../errors/operation-error.js'
import { isEnabled, restrictsNamespaces } from './app-armor-state.js'
import { type Group, groups, parseGroups } from './group.js'
import { installedFor, type Permitted } from './permission.js'
import { profileOf } from './place.js'
import { shellWords } from './shell-words.js'

export interface SetupRequest {
  readonly directory: string
  /** Who may start the helper. */
  readonly permitted: Permitted
  /** Whether to install the AppArmor profile. */
  readonly profile: boolean
}

export interface SetupOptions {
  readonly group?: string | undefined
  readonly everyone?: boolean | undefined
  readonly apparmor?: boolean | undefined
}

/**
 * Fills up what the options leave open: who is permitted by the helper that is installed, the profile by the system.
 *
 * @throws OperationError ERR_SETUP where it is not said for whom, or there is no such group
 */
export function setupRequest(directory: string, options: SetupOptions): SetupRequest {
  return { directory, permitted: permitted(directory, options), profile: wantsProfile(directory, options) }
}

/** Where AppArmor keeps everybody from namespaces, or the profile is there already; unless the user knows better. */
function wantsProfile(directory: string, { apparmor }: SetupOptions): boolean {
  if (apparmor !== true) {
    return (
      apparmor !== false && isEnabled() && (restrictsNamespaces() || existsSync(profileOf(directory).path))
    )
  }
  if (isEnabled()) return true
  throw new OperationError('a profile for AppArmor is of no use: AppArmor is not on in this kernel', {
    code: 'ERR_SETUP',
    operation: 'setup.read',
    remedy: 'Leave --apparmor out.',
  })
}

function permitted(directory: string, { group, everyone }: SetupOptions): Permitted {
  if (everyone) return 'everyone'
  if (group !== undefined) return findGroup(group)
  const installed = installedFor(directory)
  if (installed) return installed
  throw new OperationError('it is not said who may create WireGuard links', {
    code: 'ERR_SETUP',
    operation: 'setup.read',
    remedy: 'Add --group NAME for the members of a group, or --everyone.',
  })
}

/** By its name or number, in /etc/group or wherever else the system keeps groups. */
function findGroup(name: string): Permitted {
  const isIt = (group: Group) => group.name === name
  const found = groups().find(isIt) ?? directoryService(name).find(isIt)
  const gid = found?.gid ?? (/^\d{1,9}$/.test(name) ? Number(name) : undefined)
  if (gid === undefined) {
    throw new OperationError(`there is no group ${name}`, {
      code: 'ERR_SETUP',
      operation: 'setup.read',
      subject: name,
      remedy: `Create it and become a member: ${shellWords(['sudo', 'groupadd', '--system', name])} && ${shellWords(['sudo', 'usermod', '-aG', name])} "$USER"`,
    })
  }
  if (gid !== 0) return { name, gid }
  throw new OperationError('the group root is no group to install for', {
    code: 'ERR_SETUP',
    operation: 'setup.read',
    subject: name,
    remedy: 'Root needs no helper. Name the group of those who do.',
  })
}

function directoryService(name: string): Group[] {
  const { stdout } = spawnSync('/usr/bin/getent', ['group', '--', name], { encoding: 'utf8', env: {} })
  return parseGroups(stdout ?? '')
}
