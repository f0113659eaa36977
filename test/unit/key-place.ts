/** A cache directory for one test, with or without a key in it. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { acquireKey } from '#dist/sinfonia/key-cache.js'

export const uuid = '00000000-0000-0000-0000-000000000000'
export const secret = PrivateKey.generate()
/** A file with it, as the reference client writes it. */
export const yaml = `private_key: ${secret.base64()}\npublic_key: ${secret.publicKey()}\n`

export interface Place {
  /** What stands for $XDG_CACHE_HOME. */
  readonly directory: string
  /** Of the key. */
  readonly file: string
}

export function place(t: TestContext): Place {
  const top = mkdtempSync(join(tmpdir(), 'key-cache-'))
  t.after(() => rmSync(top, { recursive: true }))
  const directory = join(top, 'cache')
  return { directory, file: join(directory, 'sinfonia', uuid) }
}

export function withFile(t: TestContext, text = yaml, mode = 0o600): Place {
  const made = place(t)
  mkdirSync(join(made.directory, 'sinfonia'), { recursive: true, mode: 0o700 })
  writeFileSync(made.file, text)
  chmodSync(made.file, mode)
  return made
}

export const acquire = (directory: string | undefined) =>
  acquireKey({ directory, uuid, lockFile: addon().lockFile })

/** Takes a key, and gives it free at once. */
export async function acquireOnce(directory: string) {
  const acquired = await acquire(directory)
  acquired.release()
  return acquired
}
