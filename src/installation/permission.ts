// Who may use what is installed.
import { closeSync, lstatSync, openSync } from 'node:fs'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { attempt } from './attempt.js'
import { type Group, groups } from './group.js'
import { shellWords } from './shell-words.js'
import { readCapability } from './wanted-file.js'

/** Who may start the helper. */
export type Permitted = Pick<Group, 'name' | 'gid'> | 'everyone'

/**
 * Whom the helper in a directory is installed for. Undefined: it is not there, or everyone may start it, but it has no
 * capability: a copy, which nobody has said to be for everyone.
 */
export function installedFor(directory: string): Permitted | undefined {
  const path = join(directory, 'sinfonia-helper')
  const found = attempt(() => lstatSync(path))
  if (!found?.isFile()) return undefined
  if (found.mode & 0o001) return attempt(() => isGranted(path)) ? 'everyone' : undefined
  const { gid } = found
  return { gid, name: groups().find((group) => group.gid === gid)?.name ?? String(gid) }
}

function isGranted(path: string): boolean {
  const descriptor = openSync(path, 'r')
  try {
    return readCapability(descriptor) !== undefined
  } finally {
    closeSync(descriptor)
  }
}

/** The group that setup is suggested with where no other is named. */
const ownGroup = 'sinfonia'

/**
 * The group to install for, as this user would want it: his own where nobody else is in it, which counts at once and for him
 * alone; else one that is made for the purpose.
 */
export function suggestedGroup(): string {
  const user = userName()
  const primary = groups().find((group) => group.gid === process.getgid?.())
  const isPrivate = primary?.name === user && primary.members.every((member) => member === user)
  return isPrivate && process.getuid?.() !== 0 ? user : ownGroup
}

/** Why this process may not start a file of a group, with what to do. */
export function lackOfPermission(
  path: string,
  gid: number,
  installAgain: string,
  known: readonly Group[] = groups(),
): { readonly problem: string; readonly remedy: string } {
  if (gid === 0 || process.getgid?.() === gid || process.getgroups?.().includes(gid)) {
    return {
      problem: `${path} may not be read and started by this user`,
      remedy: `Install it again: ${installAgain}`,
    }
  }
  const user = userName()
  const group = known.find((each) => each.gid === gid)
  const name = group?.name ?? String(gid)
  if (group?.members.includes(user)) {
    return {
      problem: `${path} is for the group ${name}, which ${user} is in, but this session is not yet`,
      remedy: `Log out and in again, or start a shell with "newgrp ${name}".`,
    }
  }
  return {
    problem: `${path} is for the group ${name}, which ${user} is not in`,
    remedy: `Run "${shellWords(['sudo', 'usermod', '-aG', name, user])}", then log out and in again.`,
  }
}

function userName(): string {
  try {
    return userInfo().username
  } catch {
    // A number without a name, as containers run under.
    return String(process.getuid?.())
  }
}
