import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import {
  Command,
  descendants,
  type Ended,
  holders,
  isAlive,
  namespacesOf,
  ownDirectories,
  until,
  way,
} from './command.js'

/** The links of this namespace that could be a launch's. */
function links(): readonly string[] {
  return readdirSync('/sys/class/net').filter((name) => /^(wg-|sinfonia)/.test(name))
}

/** Starts the demo and leaves it to `work` when it has shown the pattern; then nothing of it may be there. */
async function leavesNothing(
  t: TestContext,
  pattern: RegExp,
  work: (demo: Command, processes: readonly number[]) => void,
): Promise<Ended> {
  const before = links()
  const { env, files } = ownDirectories(t)
  const demo = new Command(['demo'], { env })
  await demo.output(pattern)
  const processes = descendants(demo.pid)
  const namespaces = namespacesOf(processes)
  assert.ok(namespaces.length > 0)
  work(demo, processes)
  const ended = await demo.ended
  await until('every process of the demo has ended', () => !processes.some(isAlive))
  assert.deepEqual(namespaces.flatMap(holders), [], 'nobody holds a namespace of the demo')
  assert.deepEqual(links(), before)
  assert.deepEqual(files(), [])
  return ended
}

test('the demo fetches http://helloworld/ through a tunnel, and leaves nothing', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const expected = way === 'kernel' ? 3 : 5
  const { code, stdout, stderr } = await leavesNothing(t, /application started inside/, (_, processes) =>
    assert.ok(
      processes.length >= expected,
      'two keepers, the frontend, and where there are such two engines',
    ),
  )
  assert.equal(code, 0, stderr)
  assert.match(stdout, /name resolved to 10\.96\.0\.\d+ by the cloudlet/)
  assert.match(stdout, /HTTP 200, first byte of http:\/\/helloworld\//)
  assert.match(stdout, /^ {2}\| .*[Hh]ello/m)
  assert.match(stdout, /helloworld deployed, asked for over HTTP +\d+\.\d ms/)
  assert.equal(stderr, '')
})

for (const signal of ['SIGTERM', 'SIGINT', 'SIGKILL'] as const) {
  test(`the demo ended by ${signal} leaves nothing and ends by that signal`, async (t) => {
    if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
    const ended = await leavesNothing(t, /namespaces and WireGuard link/, ({ process }) =>
      process.kill(signal),
    )
    assert.equal(ended.signal, signal)
  })
}
