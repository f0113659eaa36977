/**
 * The key pair of an application, kept in `<cache directory>/sinfonia/<uuid>` where the reference client keeps it too: a cloudlet
 * knows its clients by their keys, so the same key finds the same deployment.
 *
 * - Two tunnels with one key would take each other's packets. The file is locked (flock(2)) as long as its tunnel lives; who finds
 *   it locked gets a fresh key that is not kept. The reference client does not look at the lock.
 * - A file that is corrupt, or that others may read or write, is remade.
 * - A symbolic link or anything else that is no file, and a file or directory of another user, is refused with `ERR_KEY_CACHE`:
 *   somebody else may know such a key, or have chosen it.
 * - Where nothing can be kept (no space, read-only, no locks) the key is fresh, and `problem` says why.
 */
import { closeSync } from 'node:fs'
import { join } from 'node:path'
import { OperationError } from '../errors/operation-error.js'
import { PrivateKey } from '../keys/private-key.js'
import { parseApplication } from './application-uuid.js'
import { parseKeyFile, printKeyFile } from './key-file.js'
import {
  createFile,
  isCurrent,
  isPrivate,
  makeDirectory,
  openFile,
  readText,
  replaceFile,
} from './key-storage.js'

export interface KeyCacheOptions {
  /** `$XDG_CACHE_HOME`, an absolute path. Absent: a fresh key that is not kept. */
  readonly directory?: string | undefined
  /** Of the application. */
  readonly uuid: string
  /** flock(2), LOCK_EX | LOCK_NB, on an open file: false where somebody else holds it. The addon's. */
  readonly lockFile: (descriptor: number) => boolean
}

/** A key of the cache, or a fresh one. */
export interface AcquiredKey extends Disposable {
  readonly key: PrivateKey
  /** False: the key is fresh, and nobody will see it again. */
  readonly cached: boolean
  /** Of the locked file, close-on-exec. Whatever process holds it open holds the lock: the tunnel's must, to its end. */
  readonly descriptor: number | undefined
  /** Why the key could not be kept, where it should have been. */
  readonly problem: OperationError | undefined
  /** Closes the descriptor. Idempotent. */
  release(): void
}

/** The key of an application, for one tunnel. Throws `ERR_KEY_CACHE` and `ERR_INVALID_ARGUMENT`. */
export async function acquireKey({ directory, uuid, lockFile }: KeyCacheOptions): Promise<AcquiredKey> {
  const name = parseApplication(uuid)
  if (directory === undefined) return freshKey()
  const path = join(directory, 'sinfonia', name)
  try {
    makeDirectory(join(directory, 'sinfonia'))
    return await acquireCached(path, lockFile)
  } catch (error) {
    if (error instanceof OperationError || !(error instanceof Error && 'code' in error)) throw error
    return freshKey(cannotKeep(path, error))
  }
}

async function acquireCached(path: string, lockFile: (descriptor: number) => boolean): Promise<AcquiredKey> {
  // Each further round means that another process has made or replaced the file in the meantime.
  for (let round = 0; round < 100; round++) {
    const descriptor = openFile(path)
    if (descriptor === undefined) {
      createFile(path, printKeyFile(PrivateKey.generate()))
      continue
    }
    let isKept = false
    try {
      if (!lockFile(descriptor)) return freshKey()
      if (!isCurrent(descriptor, path)) continue
      const key = isPrivate(descriptor) ? await parseKeyFile(readText(descriptor)) : undefined
      if (key !== undefined) {
        isKept = true
        return new CachedKey(key, descriptor)
      }
      replaceFile(path, printKeyFile(PrivateKey.generate()))
    } finally {
      if (!isKept) closeSync(descriptor)
    }
  }
  throw new OperationError(`The key file ${path} changes all the time`, {
    code: 'ERR_KEY_CACHE',
    operation: 'key.acquire',
    subject: path,
    remedy: 'Find out which program writes it.',
  })
}

class CachedKey implements AcquiredKey {
  readonly key: PrivateKey
  readonly cached = true
  readonly problem = undefined
  #descriptor: number | undefined

  constructor(key: PrivateKey, descriptor: number) {
    this.key = key
    this.#descriptor = descriptor
  }

  get descriptor(): number | undefined {
    return this.#descriptor
  }

  release(): void {
    const descriptor = this.#descriptor
    this.#descriptor = undefined // first of all: the number may soon be another file's
    if (descriptor !== undefined) closeSync(descriptor)
  }

  [Symbol.dispose](): void {
    this.release()
  }
}

function freshKey(problem?: OperationError): AcquiredKey {
  const release = () => {}
  const key = PrivateKey.generate()
  return { key, cached: false, descriptor: undefined, problem, release, [Symbol.dispose]: release }
}

function cannotKeep(path: string, cause: Error & { readonly code?: unknown }): OperationError {
  return new OperationError(`The key of this application cannot be kept in ${path} (${String(cause.code)})`, {
    code: 'ERR_KEY_CACHE',
    operation: 'key.acquire',
    subject: path,
    remedy:
      'Nothing is lost but the deployment of the last time. Set XDG_CACHE_HOME to a directory that you may write to.',
    cause,
  })
}
