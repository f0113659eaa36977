import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { run } from './child.js'
import { household, householdStepNames } from './household-steps.js'
import { stepNames } from './steps.js'

const ways = ['terminate', 'exit', 'throw'] as const

const tables = [
  { title: 'at each step', wanted: ['addon'], names: stepNames },
  { title: 'with namespaces, tunnels and launches', wanted: household, names: householdStepNames },
] as const

for (const [how, { title, wanted, names }] of tables.flatMap((table) =>
  ways.map((way) => [way, table] as const),
)) {
  test(`workers end by ${how} ${title}`, async (t) => {
    if (!needs(t, ...wanted)) return
    const { status, signal, stdout, stderr } = await run('worker-ends.js', [how, ...names])
    assert.deepEqual(stdout.trimEnd().split('\n'), names, stderr)
    assert.deepEqual({ status, signal, stderr }, { status: 0, signal: null, stderr: '' })
  })
}

test('the main thread and workers each have conversations of their own', async (t) => {
  if (!needs(t, 'addon')) return
  const { status, stdout, stderr } = await run('workers-talk.js', [])
  assert.equal(status, 0, stderr)
  assert.equal(stdout, 'done\n')
})
