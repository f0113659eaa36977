import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { programPath } from '#dist/addon/programs.js'
import { needs } from '../needs.js'
import { readElf } from '../package/elf.js'

test('the helper is static, with nothing to relocate, and without a library of any kind', (t) => {
  if (!needs(t, 'helper')) return
  const { interpreted, needed, relocated, imported } = readElf(readFileSync(programPath('sinfonia-helper')))
  assert.deepEqual({ interpreted, needed, relocated }, { interpreted: false, needed: [], relocated: false })
  assert.deepEqual(
    imported.filter((name) => name !== ''),
    [],
  )
})

test('as npm installs it, without a capability, it refuses everything and says why', (t) => {
  if (!needs(t, 'helper')) return
  const { status, stdout } = spawnSync(programPath('sinfonia-helper'), ['wg0'], { encoding: 'utf8' })
  const { result, reason } = JSON.parse(stdout)
  assert.equal(result, 'refused')
  const reasons = { 11: 'too-many-capabilities', 12: 'no-new-privileges', 13: 'bounding-set' }
  const expected: Record<number, string> = { ...reasons, 14: 'nosuid-mount', 15: 'not-granted' }
  assert.equal(reason, expected[status ?? -1])
})
