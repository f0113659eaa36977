import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { Mark, namespacesOf } from '../processes.js'
import { Command, type Ended, nobodyLeft, ownDirectories, way } from './command.js'

/** The links of this namespace that could be a launch's. */
function links(): readonly string[] {
  return readdirSync('/sys/class/net').filter((name) => /^(wg-|sinfonia)/.test(name))
}

/** The demo with its frontend held before its first line. */
interface Held {
  readonly demo: Command
  /** The demo's own, and all below it. */
  readonly processes: readonly number[]
  /** Lets the frontend go on. */
  readonly release: () => void
}

/** Starts the demo and leaves it to `work` while its frontend is held; then nothing of it may be there. */
async function leavesNothing(t: TestContext, work: (held: Held) => void): Promise<Ended> {
  const before = links()
  const { env, files } = ownDirectories(t)
  const { place, frontend } = gate(t)
  const mark = new Mark()
  const demo = new Command(['demo'], {
    before: mark.start(),
    env: { ...env, SINFONIA_TEST_HELD: place, NODE_OPTIONS: `--import ${import.meta.resolve('./held.js')}` },
  })
  const socket = await Promise.race([frontend, demo.ended])
  assert.ok(socket instanceof Socket, 'the demo ended without a frontend')
  const { processes } = mark
  assert.equal(namespacesOf(processes).length, 2, 'of the cloudlet’s deployment and of the launch')
  work({ demo, processes, release: () => socket.destroy() })
  const ended = await demo.ended
  await nobodyLeft(mark)
  assert.deepEqual(links(), before)
  assert.deepEqual(files(), [])
  return ended
}

/** Where a frontend that is held connects to, and its connection. */
function gate(t: TestContext): { place: string; frontend: Promise<Socket> } {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-tier3-test-'))
  const place = join(directory, 'held')
  const server = createServer().listen(place)
  t.after(() => {
    server.close()
    rmSync(directory, { recursive: true })
  })
  return { place, frontend: once(server, 'connection').then(([socket]) => socket as Socket) }
}

test('the demo fetches http://helloworld/ through a tunnel, and leaves nothing', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const expected = way === 'kernel' ? 4 : 6
  const { code, stdout, stderr } = await leavesNothing(t, ({ processes, release }) => {
    assert.ok(
      processes.length >= expected,
      'the demo, two keepers, the frontend, and where there are such two engines',
    )
    release()
  })
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
    const ended = await leavesNothing(t, ({ demo }) => demo.process.kill(signal))
    assert.equal(ended.signal, signal)
  })
}
