import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { Group } from '../kernel/wg-differential/case.js'
import { knownDifferences } from '../kernel/wg-differential/known-differences.js'
import { suites } from '../kernel/wg-differential/suites.js'

test('docs/wg.md has a row with a reason for every known difference from wg, and no other', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/wg.md'), 'utf8')
  const table = text.slice(text.indexOf('## What is otherwise'))
  const rows = [...table.matchAll(/^\| (?!what |---)(.*?) \|(?:.*?\|){2} (.+) \|$/gm)]
  assert.equal(rows.length, knownDifferences.length)
  for (const [index, { what }] of knownDifferences.entries()) {
    assert.ok(rows[index]?.[1]?.startsWith(what), `${what}: ${rows[index]?.[1]}`)
    assert.ok(rows[index]?.[2])
  }
})

test('docs/wg.md tells how many inputs are compared', () => {
  const text = readFileSync(join(import.meta.dirname, '../../../docs/wg.md'), 'utf8')
  const counts = Object.values(suites).map((groups: readonly Group[]) =>
    groups.reduce((sum, { cases }) => sum + cases.length, 0),
  )
  assert.deepEqual(
    [...text.matchAll(/^\| .* \| (\d+) \|$/gm)].map(([, count]) => Number(count)),
    counts,
  )
})

test('at least 500 inputs are compared with wg, no two the same', () => {
  const names = Object.values(suites).map((groups) =>
    groups.flatMap(({ title, cases }) => cases.map(({ name }) => `${title}: ${name}`)),
  )
  for (const some of names) {
    assert.deepEqual(
      some.filter((name, index) => some.indexOf(name) !== index),
      [],
    )
  }
  assert.ok(names.flat().length >= 500)
})
