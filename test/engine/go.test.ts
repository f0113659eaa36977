/** The engine's own tests: what its system call filter refuses can only be tried from within. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { needs } from '../needs.js'

test('go test of native/engine', (t) => {
  if (!needs(t, 'go')) return
  const { status, stdout, stderr } = spawnSync('go', ['test', '-count=1', './...'], {
    cwd: 'native/engine',
    env: { ...process.env, CGO_ENABLED: '0' },
  })
  assert.equal(status, 0, `${stdout}${stderr}`)
})
