// Whatever ends first, nothing stays: no process, no namespace, no link.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import {
  Command,
  commandLine,
  descendants,
  type Ended,
  environment,
  inhabitants,
  isAlive,
  startCloudlet,
  until,
  way,
} from './command.js'

/** A shell with children that try to survive it: in the background, ignoring SIGHUP, in a session of their own. */
const clingers = `
  sleep 1000 &
  (trap '' HUP TERM INT; exec sleep 1001) &
  setsid sleep 1002 &
  readlink /proc/self/ns/net
  echo up
  wait`

interface Running {
  readonly command: Command
  readonly processes: readonly number[]
  readonly namespace: string
}

/** A launch in a process group of its own, once its application and the application's children run. */
async function start(t: TestContext): Promise<Running | undefined> {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return undefined
  const url = await startCloudlet(t)
  const command = new Command([url, 'helloworld', 'sh', '-c', clingers], {
    env: environment(t),
    detached: true,
  })
  const [, namespace = ''] = await command.output(/^(net:\S+)\nup$/m)
  await until(
    'three sleepers run',
    () => inhabitants(namespace).filter((pid) => /^sleep 100/.test(commandLine(pid))).length === 3,
  )
  await until('the command has become its supervisor', () => /supervise/.test(commandLine(command.pid)))
  return { command, processes: descendants(command.pid), namespace }
}

async function ends(running: Running): Promise<Ended> {
  const ended = await running.command.ended
  await until('every process has ended', () => !running.processes.some(isAlive))
  assert.deepEqual(inhabitants(running.namespace), [], 'nobody lives in the namespace')
  return ended
}

function find(running: Running, pattern: RegExp): number {
  const pid = running.processes.find((candidate) => pattern.test(commandLine(candidate)))
  assert.ok(
    pid !== undefined,
    `a process like ${pattern} among ${running.processes.map(commandLine).join('; ')}`,
  )
  return pid
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGKILL'] as const) {
  test(`the command killed by ${signal}`, async (t) => {
    const running = await start(t)
    if (!running) return
    process.kill(running.command.pid, signal)
    const ended = await ends(running)
    assert.equal(ended.signal, signal)
  })

  test(`its process group killed by ${signal}`, async (t) => {
    const running = await start(t)
    if (!running) return
    process.kill(-running.command.pid, signal)
    const ended = await ends(running)
    assert.equal(ended.signal, signal)
  })
}

test('the application killed', async (t) => {
  const running = await start(t)
  if (!running) return
  process.kill(find(running, /^sh -c/), 'SIGKILL')
  const ended = await ends(running)
  assert.equal(ended.signal, 'SIGKILL')
})

test('the engine killed: the application ends, and the command says why', async (t) => {
  if (way === 'kernel') return t.diagnostic('the kernel’s WireGuard has no engine to kill')
  const running = await start(t)
  if (!running) return
  process.kill(find(running, /sinfonia-engine/), 'SIGKILL')
  const ended = await ends(running)
  assert.equal(ended.code, 125)
  assert.match(ended.stderr, /engine/)
})

test('the keeper killed: the command cleans up in its place, and says why', async (t) => {
  const running = await start(t)
  if (!running) return
  process.kill(find(running, /sinfonia-launcher keep/), 'SIGKILL')
  const ended = await ends(running)
  assert.equal(ended.code, 125)
  assert.match(ended.stderr, /keeper/)
})

test('Tier1 unreachable', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const command = new Command(['http://127.0.0.1:9', 'helloworld', 'true'], { env: environment(t) })
  const seen = new Set<number>()
  const timer = setInterval(() => {
    for (const pid of descendants(command.pid)) seen.add(pid)
  }, 1)
  const { code } = await command.ended
  clearInterval(timer)
  assert.equal(code, 125)
  await until('every process has ended', () => ![...seen].some(isAlive))
})

test('a Tier1 that never answers, interrupted', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const { createServer } = await import('node:net')
  const server = createServer(() => {})
  await new Promise<void>((settle) => {
    server.listen(0, '127.0.0.1', settle)
  })
  t.after(() => server.close())
  const address = server.address()
  assert.ok(address && typeof address === 'object')
  const asked = new Promise<void>((settle) => {
    server.once('connection', (socket) => {
      t.after(() => socket.destroy())
      socket.once('data', () => settle())
      socket.on('error', () => {})
    })
  })
  const command = new Command([`http://127.0.0.1:${address.port}`, 'helloworld', 'true'], {
    env: environment(t),
  })
  await asked
  const processes = descendants(command.pid)
  command.process.kill('SIGINT')
  const { signal } = await command.ended
  assert.equal(signal, 'SIGINT')
  await until('every process has ended', () => !processes.some(isAlive))
})
