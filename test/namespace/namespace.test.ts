// The namespace as an object: what it hands out, when it ends, what it leaves.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { closeSync, fstatSync, readdirSync, readlinkSync } from 'node:fs'
import { createServer } from 'node:net'
import { constants } from 'node:os'
import { resolve } from 'node:path'
import { type TestContext, test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { nobodyLeft, until } from '../end-to-end/command.js'
import { needs } from '../needs.js'
import { inhabitants, isAlive, Mark } from '../processes.js'
import { namespaceFor, output, shell } from './inside.js'

function able(t: TestContext, ...more: ('tun' | 'python')[]): boolean {
  return needs(t, 'addon', 'launcher', 'userns', ...more)
}

function hasCode(code: string) {
  return (error: unknown) => isOperationError(error) && error.code === code
}

function link(descriptor: number): string {
  return readlinkSync(`/proc/self/fd/${descriptor}`)
}

async function withLoopback(t: TestContext): Promise<Namespace> {
  const namespace = await namespaceFor(t)
  await using network = await Network.open({ socket: namespace.takeRouteSocket() })
  await network.links.set('lo', { up: true })
  return namespace
}

test('it is another network and another user namespace', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const inside = (await shell(namespace, 'readlink /proc/self/ns/net /proc/self/ns/user')).stdout
  assert.equal(inside, `${link(namespace.networkNamespace)}\n${link(namespace.userNamespace)}\n`)
  assert.notEqual(link(namespace.networkNamespace), readlinkSync('/proc/self/ns/net'))
  assert.ok(isAlive(namespace.pid))
})

test('a TUN device where asked for', async (t) => {
  if (!able(t, 'tun')) return
  const namespace = await namespaceFor(t, { tun: true })
  const tun = namespace.takeTun()
  assert.ok(tun)
  t.after(() => closeSync(tun.descriptor))
  assert.equal(link(tun.descriptor), '/dev/net/tun')
  const names = (await shell(namespace, 'tail -n +3 /proc/net/dev | cut -d: -f1 | tr -d " "')).stdout
  assert.deepEqual(names.trim().split('\n').sort(), ['lo', tun.name].sort())
  assert.throws(() => namespace.takeTun(), hasCode('ERR_CLOSED'))
  assert.equal((await namespaceFor(t)).takeTun(), undefined)
})

test('what is taken stays open after close(), the rest does not', async (t) => {
  if (!able(t, 'tun')) return
  const before = readdirSync('/proc/self/fd').length
  const namespace = await Namespace.create({ tun: true })
  const route = namespace.takeRouteSocket()
  const network = namespace.networkNamespace
  await namespace.close()
  await namespace.close()
  assert.ok(fstatSync(route).isSocket())
  closeSync(route)
  assert.throws(() => fstatSync(network), { code: 'EBADF' })
  assert.throws(() => namespace.networkNamespace, hasCode('ERR_CLOSED'))
  assert.throws(() => namespace.takeGenericSocket(), hasCode('ERR_CLOSED'))
  assert.equal(await namespace.ended, undefined)
  assert.equal(readdirSync('/proc/self/fd').length, before)
})

test('after close() everything says so', async (t) => {
  if (!able(t)) return
  const namespace = await Namespace.create()
  const application = await namespace.run('sleep', ['1000'])
  await namespace.close()
  assert.deepEqual(await application.exited, { exitCode: undefined, exitSignal: 'SIGKILL' })
  application.kill('SIGTERM')
  await assert.rejects(namespace.run('true'), hasCode('ERR_CLOSED'))
  await assert.rejects(namespace.setResolver(''), hasCode('ERR_CLOSED'))
  await assert.rejects(namespace.openSocket({ type: 'udp', address: '::', port: 0 }), hasCode('ERR_CLOSED'))
})

test('close() in the middle of things', async (t) => {
  if (!able(t)) return
  const namespace = await Namespace.create()
  const runs = [1, 2, 3].map(() => namespace.run('sleep', ['1000']))
  const settled = Promise.allSettled(runs)
  await namespace.close()
  for (const result of await settled) {
    if (result.status === 'rejected') assert.ok(hasCode('ERR_CLOSED')(result.reason))
    else await result.value.exited
  }
})

test('an abort while it is being made', async (t) => {
  if (!able(t)) return
  const controller = new AbortController()
  const creation = Namespace.create({ signal: controller.signal })
  controller.abort()
  await assert.rejects(creation, hasCode('ERR_ABORTED'))
  await assert.rejects(Namespace.create({ signal: controller.signal }), hasCode('ERR_ABORTED'))
})

test('close() leaves nobody: background, sessions of their own, ignored signals, a hundred', async (t) => {
  if (!able(t)) return
  const namespace = await Namespace.create()
  const inode = link(namespace.networkNamespace)
  const { stdout } = await shell(
    namespace,
    `exec > /dev/null
     setsid sleep 1000 & (trap "" HUP TERM INT; sleep 1000) & (sleep 1000 &) 
     for n in $(seq 100); do sleep 1000 & done; setsid sh -c 'sleep 1000 & sleep 1000 &'`,
  )
  assert.equal(stdout, '')
  const everybody = inhabitants(inode)
  assert.ok(everybody.length >= 100)
  await namespace.close()
  assert.deepEqual(everybody.filter(isAlive), [])
})

test('the keeper killed: said so, and the application dies', async (t) => {
  if (!able(t)) return
  const namespace = await Namespace.create()
  const application = await namespace.run('sh', ['-c', 'trap "" TERM HUP; exec sleep 1000'])
  process.kill(namespace.pid, 'SIGKILL')
  await assert.rejects(application.exited, hasCode('ERR_LAUNCHER'))
  assert.ok(hasCode('ERR_LAUNCHER')(await namespace.ended))
  await until('the application has ended', () => !isAlive(application.pid))
  await assert.rejects(namespace.run('true'), hasCode('ERR_LAUNCHER'))
  await namespace.close()
})

test('signals do not end the keeper', async (t) => {
  if (!able(t)) return
  const namespace = await namespaceFor(t)
  const { SIGKILL, SIGSTOP } = constants.signals
  for (let signal = 1; signal <= 64; signal++) {
    if (signal !== SIGKILL && signal !== SIGSTOP) process.kill(namespace.pid, signal)
  }
  assert.equal((await shell(namespace, 'exit 4')).exitCode, 4)
})

for (const [name, script] of [
  ['an idle namespace does not keep the program running', ''],
  ['process.exit() in the middle', 'void namespace.run("sleep", ["1000"]); process.exit(0)'],
  ['nobody waits for an application that ends', 'await namespace.run("true")'],
] as const) {
  test(name, (t) => {
    if (!able(t)) return
    const mark = new Mark()
    const [program, ...args] = mark.start(
      process.execPath,
      '--input-type=module',
      '-e',
      `const { Namespace } = await import(${JSON.stringify(resolve('dist/namespace/namespace.js'))})
       const namespace = await Namespace.create()
       ${script}`,
    )
    const { stderr, status } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 })
    assert.deepEqual([stderr, status], ['', 0])
    return nobodyLeft(mark)
  })
}

test('a running application keeps the program running', (t) => {
  if (!able(t)) return
  const { stdout } = spawnSync(
    process.execPath,
    [
      '--input-type=module',
      '-e',
      `const { Namespace } = await import(${JSON.stringify(resolve('dist/namespace/namespace.js'))})
       const namespace = await Namespace.create()
       const application = await namespace.run('sh', ['-c', 'sleep 0.2; exit 3'])
       application.exited.then(({ exitCode }) => console.log(exitCode))`,
    ],
    { encoding: 'utf8', timeout: 20_000 },
  )
  assert.equal(stdout, '3\n')
})

for (const address of ['127.0.0.1', '::1']) {
  const family = address.includes(':') ? 'AF_INET6' : 'AF_INET'

  test(`a TCP server of this process inside, on ${address}`, async (t) => {
    if (!able(t, 'python')) return
    const namespace = await withLoopback(t)
    const fd = await namespace.openSocket({ type: 'tcp', address, port: 80 })
    const server = createServer((socket) => socket.end('from outside'))
    server.listen({ fd })
    await once(server, 'listening')
    t.after(() => server.close())
    const client = `import socket; print(socket.create_connection(('${address}', 80)).recv(100).decode())`
    assert.equal((await output(namespace, 'python3', ['-c', client])).stdout, 'from outside\n')
    await assert.rejects(namespace.openSocket({ type: 'tcp', address, port: 80 }), hasCode('EADDRINUSE'))
  })

  test(`a UDP server of this process inside, on ${address}`, async (t) => {
    if (!able(t, 'python')) return
    const namespace = await withLoopback(t)
    const fd = await namespace.openSocket({ type: 'udp', address, port: 53 })
    const server = createSocket(address.includes(':') ? 'udp6' : 'udp4')
    server.on('message', (message, { port }) => server.send(`re: ${message}`, port, address))
    // It listens before bind() returns.
    server.bind({ fd })
    t.after(() => server.close())
    const client = `import socket
s = socket.socket(socket.${family}, socket.SOCK_DGRAM)
s.settimeout(10)
s.sendto(b'hello', ('${address}', 53))
print(s.recv(100).decode())`
    assert.equal((await output(namespace, 'python3', ['-c', client])).stdout, 're: hello\n')
  })
}

test('sockets that cannot be', async (t) => {
  if (!able(t)) return
  const namespace = await withLoopback(t)
  const type = 'tcp'
  await assert.rejects(
    namespace.openSocket({ type, address: '192.0.2.1', port: 0 }),
    hasCode('EADDRNOTAVAIL'),
  )
  for (const [address, port] of [
    ['localhost', 80],
    ['fe80::1%lo', 80],
    ['127.0.0.1', 65536],
    ['127.0.0.1', -1],
    ['127.0.0.1', 1.5],
  ] as const) {
    await assert.rejects(namespace.openSocket({ type, address, port }), hasCode('ERR_INVALID_ARGUMENT'))
  }
})

test('in a worker thread, which may end at any time', async (t) => {
  if (!able(t)) return
  const { Worker } = await import('node:worker_threads')
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads')
     import(${JSON.stringify(resolve('dist/namespace/namespace.js'))}).then(async ({ Namespace }) => {
       const namespace = await Namespace.create()
       const application = await namespace.run('sleep', ['1000'])
       parentPort.postMessage([namespace.pid, application.pid])
     })`,
    { eval: true },
  )
  const [pids] = (await once(worker, 'message')) as [number[]]
  assert.ok(pids.every(isAlive))
  await worker.terminate()
  await until('keeper and application have ended', () => !pids.some(isAlive))
})
