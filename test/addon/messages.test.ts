import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs'
import { type TestContext, test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { needs } from '../needs.js'

/** Both ends, closed with the test. */
function pair(t: TestContext): [number, number] {
  const ends = addon().socketPair()
  t.after(() => {
    for (const end of ends) {
      addon().shutDown(end)
      closeSync(end)
    }
  })
  return ends
}

test('bytes and descriptors arrive together', async (t) => {
  if (!needs(t, 'addon')) return
  const [near, far] = pair(t)
  const file = openSync('/dev/null', 'r')
  await addon().sendMessage(near, Buffer.from('hello'), [file, near])
  const { data, descriptors } = await addon().receiveMessage(far, 100, 4)
  assert.equal(data.toString(), 'hello')
  assert.equal(descriptors.length, 2)
  const [passed = -1, socket = -1] = descriptors
  assert.equal(fstatSync(passed).rdev, fstatSync(file).rdev)
  assert.equal(fstatSync(socket).ino, fstatSync(near).ino)
  for (const descriptor of descriptors) {
    const flags = /^flags:\s*(\d+)/m.exec(readFileSync(`/proc/self/fdinfo/${descriptor}`, 'utf8'))?.[1]
    // O_CLOEXEC of <fcntl.h>, in octal.
    assert.equal(Number.parseInt(flags ?? '', 8) & 0o2000000, 0o2000000)
    closeSync(descriptor)
  }
  closeSync(file)
})

test('receives wait, and are answered in their order', async (t) => {
  if (!needs(t, 'addon')) return
  const [near, far] = pair(t)
  const received = Array.from({ length: 5 }, () => addon().receiveMessage(far, 1, 0))
  await addon().sendMessage(near, Buffer.from('abcde'), [])
  assert.equal(Buffer.concat((await Promise.all(received)).map(({ data }) => data)).toString(), 'abcde')
})

test('many silent sockets hold up neither each other nor the pool', async (t) => {
  if (!needs(t, 'addon')) return
  const pairs = Array.from({ length: 50 }, () => pair(t))
  const received = pairs.map(([, far]) => addon().receiveMessage(far, 10, 0))
  // A task of the pool, which has four threads.
  const conversation = await addon().openRouteConversation({})
  assert.ok((await conversation.listLinks(false)).length > 0)
  conversation.close()
  const last = received.length - 1
  await addon().sendMessage(pairs[last]?.[0] ?? -1, Buffer.from('x'), [])
  assert.equal((await received[last])?.data.toString(), 'x')
  for (const [near] of pairs) addon().shutDown(near)
  assert.ok((await Promise.all(received.slice(0, last))).every(({ data }) => data.length === 0))
})

test('what does not fit waits, in order, as it was when it was sent', async (t) => {
  if (!needs(t, 'addon')) return
  const [near, far] = pair(t)
  const file = openSync('/dev/null', 'r')
  const large = new Uint8Array(3 << 20).fill(1)
  const settled: number[] = []
  const sends = [
    addon().sendMessage(near, large, [file]),
    addon().sendMessage(near, new Uint8Array(1 << 20).fill(2), [file, file]),
    addon().sendMessage(near, Uint8Array.of(3), []),
  ].map((send, at) => send.then(() => settled.push(at)))
  large.fill(9)
  closeSync(file)
  const total = (4 << 20) + 1
  const all: Buffer[] = []
  let descriptors = 0
  for (let size = 0; size < total; ) {
    const message = await addon().receiveMessage(far, 1 << 16, 3)
    assert.notEqual(message.data.length, 0)
    for (const descriptor of message.descriptors) closeSync(descriptor)
    descriptors += message.descriptors.length
    all.push(message.data)
    size += message.data.length
  }
  await Promise.all(sends)
  const whole = Buffer.concat(all)
  assert.ok(whole.subarray(0, 3 << 20).every((byte) => byte === 1))
  assert.ok(whole.subarray(3 << 20, 4 << 20).every((byte) => byte === 2))
  assert.equal(whole.at(-1), 3)
  assert.equal(descriptors, 3)
  assert.deepEqual(settled, [0, 1, 2])
})

test('shutting down wakes whoever waits, and is idempotent', async (t) => {
  if (!needs(t, 'addon')) return
  const [near, far] = pair(t)
  const own = addon().receiveMessage(near, 10, 0)
  const other = addon().receiveMessage(far, 10, 0)
  const full = addon().sendMessage(near, new Uint8Array(4 << 20), [])
  addon().shutDown(near)
  addon().shutDown(near)
  assert.equal((await own).data.length, 0)
  await assert.rejects(full, { code: 'EPIPE', errno: -32, syscall: 'sendmsg' })
  let left = await other
  while (left.data.length > 0) left = await addon().receiveMessage(far, 1 << 20, 0)
  await assert.rejects(addon().sendMessage(far, Uint8Array.of(1), []), { code: 'EPIPE' })
})

test('more descriptors than asked for are closed, and told', async (t) => {
  if (!needs(t, 'addon')) return
  const [near, far] = pair(t)
  await addon().sendMessage(near, Uint8Array.of(1), [near, near])
  await assert.rejects(addon().receiveMessage(far, 10, 1), { code: 'EMSGSIZE' })
})

test('what is no socket is told', async (t) => {
  if (!needs(t, 'addon')) return
  const file = openSync('/dev/null', 'r')
  await assert.rejects(addon().receiveMessage(file, 10, 0), { code: 'ENOTSOCK', syscall: 'recvmsg' })
  await assert.rejects(addon().sendMessage(file, Uint8Array.of(1), []), { code: 'ENOTSOCK' })
  assert.throws(() => addon().shutDown(file), { code: 'ENOTSOCK', errno: -88, syscall: 'shutdown' })
  closeSync(file)
  await assert.rejects(addon().receiveMessage(file, 10, 0), { code: 'EBADF' })
})

test('a descriptor that is not open is not sent, now or after a wait', async (t) => {
  if (!needs(t, 'addon')) return
  const [near] = pair(t)
  await assert.rejects(addon().sendMessage(near, Uint8Array.of(1), [9999]), { code: 'EBADF' })
  const full = addon().sendMessage(near, new Uint8Array(4 << 20), [])
  await assert.rejects(addon().sendMessage(near, Uint8Array.of(1), [9999]), {
    code: 'EBADF',
    syscall: 'fcntl',
  })
  addon().shutDown(near)
  await assert.rejects(full)
})

test('arguments that are none throw', (t) => {
  if (!needs(t, 'addon')) return
  const hostile = addon() as unknown as Record<string, (...args: unknown[]) => unknown>
  const calls: [string, ...unknown[]][] = [
    ['sendMessage', -1, Uint8Array.of(1), []],
    ['sendMessage', '1', Uint8Array.of(1), []],
    ['sendMessage', 1, 'text', []],
    ['sendMessage', 1, new Uint16Array(1), []],
    ['sendMessage', 1, Uint8Array.of(1), 'fds'],
    ['sendMessage', 1, Uint8Array.of(1), [1.5]],
    // Descriptors travel with a byte, or not at all.
    ['sendMessage', 1, new Uint8Array(0), [1]],
    ['receiveMessage', 1, 0, 0],
    ['receiveMessage', 1, 2 ** 40, 0],
    ['receiveMessage', 1, 10, 254],
    ['receiveMessage', 1, Number.NaN, 0],
    ['shutDown'],
    ['lockFile', null],
    ['openRouteConversation'],
    ['openRouteConversation', { socket: 'x' }],
    ['openRouteConversation', { socket: 1, namespace: 2 }],
    ['replaceProcess', '/bin/true', 'x', [], []],
    ['replaceProcess', '/bin/\0true', [], [], []],
  ]
  for (const [name, ...args] of calls) {
    assert.throws(() => hostile[name]?.(...args), TypeError, `${name} ${JSON.stringify(args)}`)
  }
})
