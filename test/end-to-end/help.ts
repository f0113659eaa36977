// What --help prints, in its parts.
import assert from 'node:assert/strict'
import { run } from './command.js'

export async function help(...command: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await run([...command, '--help'])
  assert.equal(code, 0, stderr)
  return stdout
}

/** What stands in the left column under a heading: `--port <port>`, `cloudlet [options]`. */
export function entries(text: string, heading: 'Options' | 'Commands'): string[] {
  const [, section = ''] = new RegExp(`^${heading}:\n((?: {2,}.*\n)+)`, 'm').exec(text) ?? []
  return [...section.matchAll(/^ {2}(\S.*?)(?: {2,}.*)?$/gm)].map(([, entry = '']) => entry)
}

/** The names of the program's commands. */
export async function commands(): Promise<string[]> {
  return entries(await help(), 'Commands').map((entry) => entry.replace(/ .*/, ''))
}

/** `-h`, `--help` and so on, without their values. */
export async function options(...command: readonly string[]): Promise<string[]> {
  return entries(await help(...command), 'Options').flatMap((entry) => entry.replace(/ <.*/, '').split(', '))
}
