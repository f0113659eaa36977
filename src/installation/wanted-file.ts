/** A file as setup wants it, put in place at once or not at all. */
import {
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { addon } from '../addon/load.js'
import { hasAccessList, removeAccessList } from './access-list.js'
import { capabilityAttribute } from './capability.js'
import { readAttribute } from './extended-attribute.js'
import { beside } from './place.js'

/** Owned by root. */
export interface WantedFile {
  readonly path: string
  readonly content: Buffer
  readonly gid: number
  /** 0o755. */
  readonly mode: number
  /** The value of security.capability; undefined: none. */
  readonly capability?: Buffer | undefined
}

/** Whether the file itself, not one that a symbolic link names, is just so already. False too where it cannot be read. */
export function isInPlace(wanted: WantedFile): boolean {
  const descriptor = openItself(wanted.path)
  if (descriptor === undefined) return false
  try {
    return sameRights(descriptor, wanted) && readFileSync(descriptor).equals(wanted.content)
  } finally {
    closeSync(descriptor)
  }
}

function sameRights(descriptor: number, wanted: WantedFile): boolean {
  const found = fstatSync(descriptor)
  const isOwned = found.isFile() && found.uid === 0 && found.gid === wanted.gid
  return (
    isOwned &&
    (found.mode & 0o7777) === wanted.mode &&
    !hasAccessList(descriptor) &&
    sameCapability(descriptor, wanted)
  )
}

/**
 * Writes the file beside its place and renames it: whoever starts it meanwhile gets the old one or the new one. The capability
 * comes last, since writing and changing the owner clear it.
 */
export function putInPlace(wanted: WantedFile): void {
  const path = beside(wanted.path)
  rmSync(path, { force: true })
  const replaced = openItself(wanted.path)
  const descriptor = openSync(path, 'wx', 0o600)
  try {
    writeFileSync(descriptor, wanted.content)
    fchownSync(descriptor, 0, wanted.gid)
    // What it has from the directory's default ACL: a mode that is no longer 0600 would put it in force.
    removeAccessList(descriptor)
    fchmodSync(descriptor, wanted.mode)
    if (wanted.capability) addon().setExtendedAttribute(descriptor, capabilityAttribute, wanted.capability)
    fsyncSync(descriptor)
    renameSync(path, wanted.path)
    if (replaced !== undefined) disarm(replaced)
  } catch (error) {
    rmSync(path, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
    if (replaced !== undefined) closeSync(replaced)
  }
  synchronise(dirname(wanted.path))
}

/** Removes a file that setup has put in place. */
export function takeAway(path: string): void {
  const descriptor = openItself(path)
  if (descriptor !== undefined) {
    try {
      disarm(descriptor)
    } finally {
      closeSync(descriptor)
    }
  }
  rmSync(path)
}

/** A new owner, be it the old one, clears a capability. Who has the file open or by another name could start it with that else. */
function disarm(descriptor: number): void {
  if (fstatSync(descriptor).isFile() && readCapability(descriptor)) fchownSync(descriptor, 0, 0)
}

/** Not what a symbolic link names; undefined where nothing is there to be opened. */
function openItself(path: string): number | undefined {
  try {
    return openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK)
  } catch {
    return undefined
  }
}

/** Waits until names that were added to or taken from a directory are on the disk. */
function synchronise(directory: string): void {
  const descriptor = openSync(directory, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function sameCapability(descriptor: number, { capability }: WantedFile): boolean {
  const found = readCapability(descriptor)
  return capability === undefined ? found === undefined : found?.equals(capability) === true
}

/** The file capability of an open file; undefined where it, or its file system, has none. */
export function readCapability(descriptor: number): Buffer | undefined {
  return readAttribute(descriptor, capabilityAttribute)
}
