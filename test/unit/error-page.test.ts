// docs/errors.md tells of every error that the sources throw, and of no other.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { codes } from '#dist/errors/codes.js'

const rows = readFileSync('docs/errors.md', 'utf8')
  .split('\n')
  .map((line) => /^\| `(E\w+)` \|(.*)\|(.*)\|$/.exec(line))
  .filter((row) => row !== null)
const documented = new Set(rows.map(([, code = '']) => code))

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && file !== join('errors', 'codes.ts'))
  .map((file) => ({ file, text: readFileSync(join('src', file), 'utf8') }))

test('each row says when, and what to do', () => {
  for (const [, code, when = '', what = ''] of rows) {
    assert.ok(when.trim().length > 5, code)
    assert.notEqual(what.trim(), '', code)
  }
})

test('what is thrown by a code is a code of ours or an errno, and has a row', () => {
  const found = new Set<string>()
  for (const { file, text } of sources) {
    for (const [, code = ''] of text.matchAll(/\bcode: '(\w+)'/g)) {
      found.add(code)
      assert.ok(code in codes || code in constants.errno, `${file} throws ${code}`)
      assert.ok(documented.has(code), `${file} throws ${code}, of which docs/errors.md says nothing`)
    }
  }
  assert.ok(found.size > 15)
})

test('every code of ours is thrown somewhere', () => {
  const mentioned = new Set(
    sources.flatMap(({ text }) => [...code(text).matchAll(/'(ERR_\w+)'/g)].map(([, c]) => c)),
  )
  // By the addon.
  mentioned.add('ERR_DUMP_INTERRUPTED')
  assert.deepEqual(
    Object.keys(codes).filter((one) => !mentioned.has(one)),
    [],
  )
})

test('every errno that an explanation or a comment speaks of has a row, and no other', () => {
  // What the addon and the sockets of UAPI say, those who call them tell in other codes.
  const spoken = sources
    .filter(({ file }) => !/^(addon|uapi)\b/.test(file))
    .flatMap(
      ({ file, text }) =>
        (file.endsWith('refusal.ts') ? text : comments(text)).match(/\bE[A-Z0-9]+\b/g) ?? [],
    )
    .filter((name) => name in constants.errno)
  const thrown = sources.flatMap(({ text }) => text.match(/\bE[A-Z0-9]+\b/g) ?? [])
  const errnos = [...documented].filter((one) => one in constants.errno)
  assert.deepEqual(
    [...new Set(spoken)].filter((name) => !documented.has(name)),
    [],
  )
  assert.deepEqual(
    errnos.filter((name) => !thrown.includes(name)),
    [],
  )
})

/** Without comments, which may speak of codes that nobody throws. */
function code(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, '')
}

function comments(text: string): string {
  return [...text.matchAll(/\/\*\*[\s\S]*?\*\//g)].join('\n')
}
