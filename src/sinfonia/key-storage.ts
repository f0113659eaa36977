/** Files that hold a secret: never open to others, never followed through a link, never seen half-written. */
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  closeSync,
  constants,
  existsSync,
  fchmodSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  type Stats,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { OperationError } from '../errors/operation-error.js'

const { O_CREAT, O_EXCL, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR, O_WRONLY } = constants

/** More than any key file has, in bytes. */
const limit = 4096

/** Makes the directory and those above it, mode 0700, or makes one that is there private. Throws `ERR_KEY_CACHE` where it is not this user's. */
export function makeDirectory(path: string): void {
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) makeMissing(path)
  const stats = lstatSync(path)
  if (!stats.isDirectory()) throw refusal(path, 'is not a directory')
  if (!isOwn(stats)) throw refusal(path, `belongs to another user (${stats.uid})`)
  if ((stats.mode & 0o777) !== 0o700) chmodSync(path, 0o700)
}

/** Not mkdirSync's `recursive`: that never returns where a directory exists in which none can be made, as in /proc. */
function makeMissing(path: string): void {
  try {
    makeOne(path)
  } catch (error) {
    const parent = dirname(path)
    if (codeOf(error) !== 'ENOENT' || existsSync(parent)) throw error
    makeMissing(parent)
    makeOne(path)
  }
}

/** Another process may have been faster. */
function makeOne(path: string): void {
  try {
    mkdirSync(path, 0o700)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
}

/** Opens a file of this user, if there is one. Throws `ERR_KEY_CACHE` for anything else that stands there. */
export function openFile(path: string): number | undefined {
  const descriptor = openForLock(path)
  if (descriptor === undefined) return undefined
  const stats = fstatSync(descriptor)
  if (stats.isFile() && isOwn(stats)) return descriptor
  closeSync(descriptor)
  throw refusal(path, problemOf(stats))
}

/** For writing where it may be: over NFS only a file that is open for writing can be locked. */
function openForLock(path: string): number | undefined {
  try {
    return openSync(path, O_RDWR | O_NOFOLLOW | O_NONBLOCK)
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENOENT') return undefined
    const stats = lstatSync(path)
    if (!stats.isFile() || !isOwn(stats)) throw refusal(path, problemOf(stats))
    if (code !== 'EACCES' && code !== 'EROFS') throw error
    return openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK)
  }
}

/** True where the path still leads to this open file: a lock on one that has been replaced excludes nobody. */
export function isCurrent(descriptor: number, path: string): boolean {
  const [open, there] = [fstatSync(descriptor), lstatSync(path, { throwIfNoEntry: false })]
  return there !== undefined && there.ino === open.ino && there.dev === open.dev
}

/** True where only its owner may read or write it. */
export function isPrivate(descriptor: number): boolean {
  return (fstatSync(descriptor).mode & 0o077) === 0
}

/** The whole text of a small file; nothing of a larger one. */
export function readText(descriptor: number): string {
  const buffer = Buffer.alloc(limit + 1)
  const size = readSync(descriptor, buffer, 0, buffer.length, 0)
  return size > limit ? '' : buffer.toString('utf8', 0, size)
}

/** Makes a file with this text, unless another process has made it first: that one is left alone. */
export function createFile(path: string, text: string): void {
  withWritten(path, text, (temporary) => {
    try {
      linkSync(temporary, path)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error
    }
    unlinkSync(temporary)
  })
}

/** Puts a file with this text in the place of another. */
export function replaceFile(path: string, text: string): void {
  withWritten(path, text, (temporary) => renameSync(temporary, path))
}

/** Writes the text to a file beside `path`, gives its name to `place`, and sees to it that both are on the disk. */
function withWritten(path: string, text: string, place: (temporary: string) => void): void {
  const directory = dirname(path)
  const temporary = join(directory, `.${basename(path)}.${randomBytes(8).toString('hex')}`)
  const descriptor = openSync(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0o600)
  try {
    fchmodSync(descriptor, 0o600) // whatever the umask took away
    writeFileSync(descriptor, text)
    fsyncSync(descriptor)
    place(temporary)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error
  } finally {
    closeSync(descriptor)
  }
  synchronise(directory)
}

function synchronise(directory: string): void {
  const descriptor = openSync(directory, O_RDONLY)
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}

function isOwn(stats: Stats): boolean {
  return stats.uid === process.geteuid?.()
}

function problemOf(stats: Stats): string {
  if (stats.isSymbolicLink()) return 'is a symbolic link'
  return stats.isFile() ? `belongs to another user (${stats.uid})` : 'is not a file'
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined
}

function refusal(path: string, problem: string): OperationError {
  return new OperationError(`The key cache cannot be trusted: ${path} ${problem}`, {
    code: 'ERR_KEY_CACHE',
    operation: 'key.acquire',
    subject: path,
    remedy: `Remove it (rm -r '${path}'), or set XDG_CACHE_HOME to a directory of your own.`,
  })
}
