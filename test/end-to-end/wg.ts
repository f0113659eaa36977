// Starts sinfonia-wg as a user does.
import { type SpawnSyncOptions, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import type { TestContext } from 'node:test'

export interface WgEnded {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** No link has this name. */
export const nobody = 'no-such-link'
/** 44 characters of base64 each. */
export const [one, two] = [1, 2].map((byte) => Buffer.alloc(32, byte).toString('base64')) as [string, string]

export function wg(args: readonly string[], options: SpawnSyncOptions = {}): WgEnded {
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve('bin/wg.js'), ...args], {
    ...options,
    encoding: 'utf8',
  })
  return { status, stdout, stderr }
}

/** A line of a shell in which `sinfonia-wg`, and `wg` by a symbolic link, are the command under test. */
export function shell(t: TestContext, line: string, environment: NodeJS.ProcessEnv = {}): WgEnded {
  const { directory, path } = place(t)
  const env = { ...process.env, PATH: path, ...environment }
  const { status, stdout, stderr } = spawnSync('bash', ['-c', line], {
    encoding: 'utf8',
    cwd: directory,
    env,
  })
  return { status, stdout, stderr }
}

/** A directory that goes with the test, and a PATH that begins with the command. */
export function place(t: TestContext): { directory: string; path: string } {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-wg-test-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const programs = join(directory, 'programs')
  mkdirSync(programs)
  for (const name of ['sinfonia-wg', 'wg']) symlinkSync(resolve('bin/wg.js'), join(programs, name))
  symlinkSync(process.execPath, join(programs, 'node'))
  return { directory, path: [programs, process.env['PATH']].join(delimiter) }
}
