/** The directories that setup creates, and takes away again. */
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Step } from './step.js'
import { upwards } from './trust.js'
import { putInPlace } from './wanted-file.js'

/** A file in the directory: which of those above it setup has created, the deepest first, a line each. */
export function recordOf(directory: string): string {
  return join(directory, '.created')
}

/** Creates what is missing of a directory and of those above it. */
export function directoryCreation(directory: string): Step[] {
  const missing = upwards(directory).filter((path) => !existsSync(path))
  const steps = missing.toReversed().map((path) => ({
    sentence: `create the directory ${path} (root, mode 0755)`,
    apply: () => create(path),
  }))
  const above = missing.slice(1)
  if (above.length === 0) return steps
  const record = { path: recordOf(directory), content: lines(above), gid: 0, mode: 0o644 }
  const sentence = `note in ${record.path}, for --uninstall, that those above it were created`
  return [...steps, { sentence, apply: () => putInPlace(record) }]
}

/**
 * Takes a directory away and, of those above it, what setup has created and nothing else is in.
 *
 * @param isAlone - whether nothing but what has been taken away by then is in it
 */
export function directoryRemoval(directory: string, isAlone: boolean): Step[] {
  if (!isAlone) return []
  const created = recorded(directory)
  const above = upwards(directory).slice(1)
  const end = above.findIndex((path) => !created.includes(path) || readdirSync(path).length > 1)
  return [directory, ...above.slice(0, end)].map((path) => ({
    sentence: `remove the directory ${path}`,
    apply: () => rmdirSync(path),
  }))
}

function recorded(directory: string): string[] {
  try {
    return readFileSync(recordOf(directory), 'utf8').split('\n')
  } catch {
    return []
  }
}

/** Whatever the umask is. */
function create(path: string): void {
  mkdirSync(path, { mode: 0o755 })
  chmodSync(path, 0o755)
}

function lines(paths: readonly string[]): Buffer {
  return Buffer.from(paths.map((path) => `${path}\n`).join(''))
}
