import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { run } from './child.js'
import { stepNames } from './steps.js'

for (const how of ['terminate', 'exit', 'throw']) {
  test(`workers end by ${how} at each step`, { concurrency: 2 }, async (t) => {
    if (!needs(t, 'addon')) return
    await Promise.all(
      stepNames.map((step) =>
        t.test(step, async () => {
          const { status, signal, stdout, stderr } = await run('worker-ends.js', [step, how, '3'])
          assert.deepEqual({ status, signal, stdout }, { status: 0, signal: null, stdout: 'done\n' }, stderr)
        }),
      ),
    )
  })
}

test('the main thread and workers each have conversations of their own', async (t) => {
  if (!needs(t, 'addon')) return
  const { status, stdout, stderr } = await run('workers-talk.js', [])
  assert.equal(status, 0, stderr)
  assert.equal(stdout, 'done\n')
})
