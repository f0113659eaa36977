// Whatever ends first, nothing stays: no process, no namespace and so no link, no file but the key.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type TestContext, test } from 'node:test'
import { needs } from '../needs.js'
import { commandLine, descendants, holders, inhabitants, Mark, namespacesOf } from '../processes.js'
import { Command, type Ended, nobodyLeft, ownDirectories, startCloudlet, until, way } from './command.js'

/** A shell with children that try to survive it: in the background, ignoring SIGHUP, in a session of their own. */
const clingers = `
  sleep 1000 &
  (trap '' HUP TERM INT; exec sleep 1001) &
  setsid sleep 1002 &
  readlink /proc/self/ns/net
  echo up
  read line
  exit $line`

interface Running {
  readonly command: Command
  /** Of the command and of all that it starts, wherever they go. */
  readonly mark: Mark
  /** In the directories that a program may leave something in. */
  readonly files: () => readonly string[]
}

/** What is to stay: the key. */
const keyFiles = ['cache/sinfonia', 'cache/sinfonia/00000000-0000-0000-0000-000000000000']

const all = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const

/** A launch in a process group of its own, once its application and the application's children run. */
async function start(t: TestContext): Promise<Running | undefined> {
  if (!needs(t, ...all)) return undefined
  const url = await startCloudlet(t)
  const { env, files } = ownDirectories(t)
  const stdio = ['pipe', 'pipe', 'pipe'] as const
  const mark = new Mark()
  const command = new Command([url, 'helloworld', 'sh', '-c', clingers], {
    before: mark.start(),
    env,
    detached: true,
    stdio: [...stdio],
  })
  const [, namespace = ''] = await command.output(/^(net:\S+)\nup$/m)
  await until(
    'three sleepers run',
    () => inhabitants(namespace).filter((pid) => /^sleep 100/.test(commandLine(pid))).length === 3,
  )
  await until('the command has become its supervisor', () => /supervise/.test(commandLine(command.pid)))
  assert.ok(holders(namespace).length >= 5, 'the application, its children and the keeper')
  return { command, mark, files }
}

async function ends(running: Running): Promise<Ended> {
  const ended = await running.command.ended
  await nobodyLeft(running.mark)
  assert.deepEqual(running.files(), keyFiles)
  return ended
}

function find(running: Running, pattern: RegExp): number {
  const { processes } = running.mark
  const pid = processes.find((candidate) => pattern.test(commandLine(candidate)))
  assert.ok(pid !== undefined, `a process like ${pattern} among ${processes.map(commandLine).join('; ')}`)
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

test('the application ends by itself, whatever its children think of that', async (t) => {
  const running = await start(t)
  if (!running) return
  running.command.process.stdin?.end('7\n')
  const ended = await ends(running)
  assert.equal(ended.code, 7)
})

/** A Tier1 that takes requests and does not answer. */
async function silentTier1(t: TestContext) {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const asked = once(server, 'connection').then(async ([socket]: Socket[]) => {
    assert.ok(socket)
    t.after(() => socket.destroy())
    socket.on('error', () => {})
    await once(socket, 'data')
    return socket
  })
  t.after(() => server.close())
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked }
}

interface Waiting extends Running {
  /** Where its request has come out. */
  readonly socket: Socket
}

/** A launch that waits for Tier1, once its namespace has been made. */
async function startWaiting(t: TestContext): Promise<Waiting | undefined> {
  if (!needs(t, ...all)) return undefined
  const { url, asked } = await silentTier1(t)
  const { env, files } = ownDirectories(t)
  const mark = new Mark()
  const command = new Command([url, 'helloworld', 'true'], { before: mark.start(), env })
  const socket = await asked
  await until('it has a namespace', () => namespacesOf(descendants(command.pid)).length > 0)
  return { command, mark, files, socket }
}

async function endsWaiting({ command, mark, files }: Waiting): Promise<Ended> {
  const ended = await command.ended
  await nobodyLeft(mark)
  assert.deepEqual(files(), keyFiles)
  return ended
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGKILL'] as const) {
  test(`waiting for Tier1, killed by ${signal}`, async (t) => {
    const waiting = await startWaiting(t)
    if (!waiting) return
    waiting.command.process.kill(signal)
    assert.equal((await endsWaiting(waiting)).signal, signal)
  })
}

test('a Tier1 that goes away', async (t) => {
  const waiting = await startWaiting(t)
  if (!waiting) return
  waiting.socket.destroy()
  const ended = await endsWaiting(waiting)
  assert.equal(ended.code, 125)
  assert.match(ended.stderr, /closed the connection/)
})
