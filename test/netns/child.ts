// Runs one of the scripts beside this file as a process of its own.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** Its assertions are what fails. `prefix`: the program that starts it, and that one's arguments. */
export function inChild(script: string, ...prefix: readonly string[]): void {
  const path = fileURLToPath(new URL(script, import.meta.url))
  const [program = '', ...args] = [...prefix, process.execPath, path]
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  assert.equal(status, 0, `${stdout}${stderr}`)
  assert.equal(stdout, 'done\n')
}
