// Setup and doctor as they are typed, inside a test kernel: root installs below /run, ordinary users look.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chmodSync, lstatSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { Check } from '#dist/diagnosis/check.js'
import type { Diagnosis } from '#dist/diagnosis/diagnosis.js'
import { run } from '../end-to-end/command.js'

/** A user without a name, and the group that the helper is installed for. */
export const user = { uid: 12345, gid: 12345 }
export const group = 54321
export const member = { uid: 12345, gid: group }

/** A directory to install to that does not exist yet; the one around it is root's alone and goes with the test. */
export function freshPrefix(t: TestContext): string {
  const around = mkdtempSync('/run/sinfonia-tier3-')
  chmodSync(around, 0o755)
  t.after(() => rmSync(around, { recursive: true, force: true }))
  return join(around, 'libexec')
}

/** What setup tells that succeeds. `before`: a program that starts it. */
export async function setup(
  prefix: string,
  args: readonly string[] = [],
  before: readonly string[] = [],
): Promise<string> {
  const { code, stdout, stderr } = await run(['setup', '--prefix', prefix, ...args], { before })
  assert.equal(stderr, '')
  assert.equal(code, 0)
  return stdout
}

/** What doctor says to a user who knows where it is installed. `before`: a program that starts it. */
export async function doctor(
  prefix: string,
  who: { uid: number; gid: number },
  before: readonly string[] = [],
): Promise<Diagnosis & { code: number; check(name: string): Check }> {
  const env = { PATH: process.env['PATH'], SINFONIA_TIER3_LIBEXEC: prefix, HOME: '/nonexistent' }
  const { code, stdout, stderr } = await run(['doctor', '--json'], { ...who, env, before })
  assert.equal(stderr, '')
  const diagnosis: Diagnosis = JSON.parse(stdout)
  const check = (name: string) => {
    const found = diagnosis.checks.find((each) => each.name === name)
    assert.ok(found, `doctor checks ${name}`)
    return found
  }
  return { ...diagnosis, code: code ?? -1, check }
}

/** Everything about a file that setup decides. */
export function facts(path: string) {
  const { uid, gid, mode } = lstatSync(path)
  const capability = execFileSync(
    'getfattr',
    ['--absolute-names', '-e', 'hex', '-d', '-m', '^security', path],
    {
      encoding: 'utf8',
    },
  ).replace(/^# file.*\n/, '')
  return { uid, gid, mode: mode.toString(8), capability, content: readFileSync(path).toString('base64') }
}

/** The same about everything in a directory, and the directory. */
export function allFacts(directory: string) {
  const { uid, gid, mode } = lstatSync(directory)
  const files = readdirSync(directory).sort()
  return { uid, gid, mode, files: files.map((name) => [name, facts(join(directory, name))] as const) }
}
