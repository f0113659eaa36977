import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { documentedReasons } from '../helper-reasons.js'

test('docs/privileges.md has every reason of the helper, with its status and sentence, and no other', () => {
  const source = readFileSync('native/helper/reason.cpp', 'utf8')
  const rows = source.matchAll(/\{Reason::k\w+, (\d+), "([a-z-]+)",\s*"(.+)"\}/g)
  const written = [...rows].map(([, status, word = '', sentence = '']) => ({
    ...{ status: Number(status), word, sentence },
  }))
  assert.ok(written.length > 15)
  assert.equal(written.length, source.match(/\{Reason::/g)?.length)
  assert.deepEqual(documentedReasons(), written)
})
