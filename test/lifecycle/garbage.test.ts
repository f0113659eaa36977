import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { run } from './child.js'

test('what is dropped is collected, what is under way settles', async (t) => {
  if (!needs(t, 'addon')) return
  const { status, signal, stdout, stderr } = await run('collected.js', [], ['--expose-gc'])
  assert.deepEqual({ status, signal, stdout }, { status: 0, signal: null, stdout: 'done\n' }, stderr)
})
