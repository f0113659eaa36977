import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { run } from './child.js'
import { household, householdStepNames } from './household-steps.js'
import { stepNames } from './steps.js'

const ends = {
  exit: { status: 7, signal: null },
  'exit later': { status: 7, signal: null },
  throw: { status: 1, signal: null },
  signal: { status: null, signal: 'SIGTERM' },
} as const
const kill = { status: null, signal: 'SIGKILL' } as const

const { exit, signal } = ends
const tables = [
  { title: 'at each step', wanted: ['addon'], names: stepNames, ends },
  {
    title: 'with its namespaces, tunnels and launches',
    wanted: household,
    names: householdStepNames,
    ends: { exit, signal, kill },
  },
] as const

for (const { title, wanted, names, ends } of tables) {
  for (const [how, expected] of Object.entries(ends)) {
    test(`the process ends by ${how} ${title}`, { concurrency: 2 }, async (t) => {
      if (!needs(t, ...wanted)) return
      await Promise.all(
        names.map((step) =>
          t.test(step, async () => {
            const { status, signal, stderr } = await run('process-ends.js', [step, how])
            assert.deepEqual({ status, signal }, expected, stderr)
          }),
        ),
      )
    })
  }
}

const leavingNothingUnderWay = [
  'opened',
  'a queue of requests',
  'closing with a queue',
  'a socket pair',
  'a watch that nobody asks',
  'watches just ended',
] as const

test('a process that leaves all open, and waits for nobody, ends by itself', async (t) => {
  if (!needs(t, 'addon')) return
  for (const step of leavingNothingUnderWay) {
    const { status, signal, stderr } = await run('process-ends.js', [step, 'by itself'])
    assert.deepEqual({ status, signal }, { status: 0, signal: null }, stderr)
  }
})
