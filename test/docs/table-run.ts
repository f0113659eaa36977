/**
 * Runs a table in a new network: its right column, and where the comment says `typed` also its left one, by a shell in another
 * network. After each row ip(8) and wg(8) must show the same of both.
 */
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { surroundings } from './surroundings.js'
import { type Table, tableModule } from './tables.js'
import type { Source, Workshop } from './workshop.js'

const head = `import { appendFileSync as append } from 'node:fs'
import { spawnSync as spawn } from 'node:child_process'
import { networkState } from ${JSON.stringify(import.meta.resolve('./state.js'))}
const shell = (command) => {
  const { status, stderr } = spawn('sh', ['-c', command], { encoding: 'utf8' })
  if (status !== 0) throw new Error(command + ': ' + stderr)
}
const remember = (line) => append('states', JSON.stringify({ line, state: networkState() }) + '\\n')
`

interface State {
  /** Of the row. */
  readonly line: number
  readonly state: unknown
}

/** The modules to compile for {@link runTable}. */
export function sidesOf(table: Table): Source[] {
  const written = tableModule(table, (at) => `; remember(${at})`).text
  const typed = table.rows.map(({ line, typed }) => `shell(${JSON.stringify(typed)}); remember(${line})`)
  const sides = [{ name: `${nameOf(table)}-written`, text: written }]
  if (table.words.includes('typed')) sides.push({ name: `${nameOf(table)}-typed`, text: typed.join('\n') })
  return sides.map(({ name, text }) => ({ name, text: `// @ts-nocheck\n${head}${text}`, language: 'ts' }))
}

function nameOf({ page, line }: Table): string {
  return `${page.replace(/\W/g, '-')}${line}`
}

export async function runTable(t: TestContext, table: Table, workshop: Workshop): Promise<void> {
  const { page, rows } = table
  const keys = (await surroundings['keys']?.(t))?.files ?? {}
  const sides = sidesOf(table).map(({ name }) => runSide(t, name, keys, workshop))
  const [ours = [], theirs] = await Promise.all(sides)
  assert.deepEqual(
    ours.map((state) => state.line),
    rows.map((row) => row.line),
  )
  if (theirs === undefined) return
  for (const [at, row] of rows.entries())
    assert.deepEqual(ours[at], theirs[at], `${page}:${row.line}: ${row.typed}`)
}

async function runSide(
  t: TestContext,
  name: string,
  files: Readonly<Record<string, string>>,
  workshop: Workshop,
): Promise<State[]> {
  const cwd = join(workshop.directory, `in-${name}`)
  mkdirSync(cwd)
  for (const [file, text] of Object.entries(files)) writeFileSync(join(cwd, file), text, { mode: 0o600 })
  const { command } = (await surroundings['own-network']?.(t)) ?? {}
  const { status, stderr } = await workshop.run(name, cwd, command)
  assert.equal(stderr, '')
  assert.equal(status, 0)
  const lines = readFileSync(join(cwd, 'states'), 'utf8').trimEnd().split('\n')
  return lines.map((line) => JSON.parse(line))
}
