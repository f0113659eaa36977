// Every program in the pages for readers compiles, strictly, against the package as it is built.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { pages, programsOf } from './pages.js'
import { tableModule, tablesOf } from './tables.js'
import { type Source, Workshop } from './workshop.js'

const workshop = new Workshop()
after(() => workshop.close())

/** By the name of the module: the page, and its line for a line of the module. */
const places = new Map<string, (line: number) => string>()
const sources: Source[] = []
for (const page of pages) {
  for (const { line, language, words, text } of programsOf(page)) {
    const name = `program${places.size}`
    places.set(name, (at) => `${page}:${line + at}`)
    sources.push({ name, language, text, isPart: words.includes('before-tables') })
  }
  for (const table of tablesOf(page)) {
    const name = `table${places.size}`
    const { text, lines } = tableModule(table)
    places.set(name, (at) => `${page}:${lines[at - 1]}`)
    sources.push({ name, language: 'ts', text, isPart: true })
  }
}

test('every program and every row of a table compiles', () => {
  const complaints = workshop
    .compile(sources)
    .map(({ name, line, message }) => `${places.get(name)?.(line) ?? name}: ${message}`)
  assert.deepEqual(complaints, [])
})

test('what does not compile is told with page and line', () => {
  const other = new Workshop()
  after(() => other.close())
  const text = "import { Network } from 'sinfonia-tier3'\n\nawait Network.open({ socket: 'wrong' })\n"
  const [complaint] = other.compile([{ name: 'wrong', language: 'ts', text }])
  assert.equal(complaint?.line, 3)
  assert.match(complaint?.message ?? '', /'string' is not assignable to type 'number'/)
})

test('there are programs, and tables', () => {
  assert.ok(sources.some(({ name }) => name.startsWith('program')))
  assert.ok(sources.some(({ name }) => name.startsWith('table')))
})
