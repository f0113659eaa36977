/** Runs the programs and tables of the pages for readers that are marked for it. */
import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, type TestContext, test } from 'node:test'
import { type Need, needs } from '../needs.js'
import { pages, programsOf } from './pages.js'
import { surroundings } from './surroundings.js'
import { runTable, sidesOf } from './table-run.js'
import { tablesOf } from './tables.js'
import { Workshop } from './workshop.js'

/** Makes a test of each program and table that is to be run, and that has, or has not, a need. */
export function testPrograms(isWanted: (words: readonly string[]) => boolean): void {
  const workshop = new Workshop()
  after(() => workshop.close())
  const programs = pages.flatMap(programsOf).filter(({ words }) => words.includes('run') && isWanted(words))
  const tables = pages.flatMap(tablesOf).filter(({ words }) => isWanted(words))
  // Whether they compile well is told by compile.test.ts.
  before(() => {
    const sources = programs.map(({ page, line, ...source }) => ({ name: nameOf(page, line), ...source }))
    workshop.transpile([...sources, ...tables.flatMap(sidesOf)])
  })
  for (const { page, line, words, output } of programs) {
    test(`${page}:${line}`, async (t) => {
      if (!needs(t, ...needsOf(words))) return
      const name = nameOf(page, line)
      const cwd = join(workshop.directory, `in-${name}`)
      mkdirSync(cwd)
      const command = await prepare(t, words, cwd)
      const { status, stdout, stderr } = await workshop.run(name, cwd, command)
      assert.equal(stderr, '')
      assert.equal(status, 0)
      if (output !== undefined) assert.match(stdout, pattern(output))
    })
  }
  for (const table of tables) {
    test(`${table.page}:${table.line}: a table`, async (t) => {
      if (needs(t, ...needsOf(table.words))) await runTable(t, table, workshop)
    })
  }
}

function nameOf(page: string, line: number): string {
  return `${page.replace(/\W/g, '-')}${line}`
}

/** The words in front of Node. */
async function prepare(t: TestContext, words: readonly string[], cwd: string): Promise<readonly string[]> {
  const before: string[] = []
  for (const word of words) {
    const surrounding = surroundings[word]
    if (surrounding === undefined) continue
    const { files = {}, command = [] } = await surrounding(t)
    for (const [name, text] of Object.entries(files)) writeFileSync(join(cwd, name), text, { mode: 0o600 })
    before.push(...command)
  }
  return before
}

function needsOf(words: readonly string[]): Need[] {
  const ofSurroundings: Need[] = words.includes('own-network') ? ['unshare'] : []
  const own = words
    .filter(
      (word) => word !== 'run' && word !== 'before-tables' && word !== 'typed' && !(word in surroundings),
    )
    .map((word) => word.replaceAll('-', ' ').replace('wireguard', 'WireGuard') as Need)
  return [...ofSurroundings, ...own]
}

/** What is printed, with `…` for anything within a line. */
function pattern(output: string): RegExp {
  const parts = output.split('…').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('.*')}$`)
}
