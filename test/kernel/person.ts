// Runs commands in a kernel of the tests as root or as somebody else.
import { spawn } from 'node:child_process'
import { chownSync, mkdtempSync } from 'node:fs'
import { join } from 'node:path'

export interface Person {
  readonly uid?: number
  readonly gid?: number
}

export interface Ended {
  readonly code: number | null
  readonly output: string
}

/** A program as somebody, with an environment of his own. */
export function runAs(person: Person, args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const home = mkdtempSync('/tmp/home-')
  if (person.uid !== undefined && person.gid !== undefined) chownSync(home, person.uid, person.gid)
  // Neither a part of this test, nor by the way that tests outside of these kernels insist on.
  const { NODE_TEST_CONTEXT: _, SINFONIA_TIER3_TUNNEL: __, ...inherited } = process.env
  const child = spawn(process.execPath, args, {
    ...person,
    env: { ...inherited, HOME: home, TMPDIR: home, XDG_CACHE_HOME: join(home, '.cache'), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  }
  return new Promise((settle) => child.once('close', (code) => settle({ code, output })))
}
