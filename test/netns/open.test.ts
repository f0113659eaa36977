import assert from 'node:assert/strict'
import { closeSync, fstatSync, openSync } from 'node:fs'
import { test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { inChild } from './child.js'
import { refusal } from './networks.js'

test('the caller’s own network is open to everyone for reading', async (t) => {
  if (!needs(t, 'addon')) return
  await using network = await Network.open()
  assert.equal((await network.links.get(1)).name, 'lo')
  assert.ok((await network.links.list()).length >= 1)
})

test('a socket that is none of the kernel’s routing stays the caller’s', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const generic = namespace.takeGenericSocket()
  const [unix, other] = addon().socketPair()
  const file = openSync('/dev/null', 'r')
  for (const [descriptor, code] of [
    [generic, 'EPROTOTYPE'],
    [unix, 'EPROTOTYPE'],
    [file, 'ENOTSOCK'],
  ] as const) {
    assert.equal((await refusal(Network.open({ socket: descriptor }))).code, code)
    assert.ok(fstatSync(descriptor))
  }
  for (const descriptor of [generic, unix, other, file]) closeSync(descriptor)
  assert.equal((await refusal(Network.open({ socket: file }))).code, 'EBADF')
})

test('a socket is taken over also where the opening is aborted', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const socket = namespace.takeRouteSocket()
  const error = await refusal(Network.open({ socket, signal: AbortSignal.abort() }))
  assert.equal(error.code, 'ERR_ABORTED')
  assert.equal((await refusal(Network.open({ socket }))).code, 'EBADF')
})

test('what is no network namespace is told', async (t) => {
  if (!needs(t, 'addon')) return
  const cases = { '/dev/null': 'EINVAL', '/proc/self/ns/uts': 'EINVAL', '/does/not/exist': 'ENOENT' }
  for (const [namespacePath, code] of Object.entries(cases)) {
    const error = await refusal(Network.open({ namespacePath }))
    assert.equal(error.code, code)
    assert.equal(error.operation, 'network.open')
    assert.match(error.message, new RegExp(`^cannot open the network of ${namespacePath}: `))
  }
})

test('arguments that contradict each other are refused', async (t) => {
  if (!needs(t, 'addon')) return
  for (const options of [
    { socket: 3, namespace: 4 },
    { namespace: 4, namespacePath: '/x' },
    { socket: -1 },
    { pid: 1, pidfd: 4 },
    { pid: 0 },
    { pidfd: -1 },
    { namespace: { networkNamespace: -1 } },
  ]) {
    assert.equal((await refusal(Network.open(options))).code, 'ERR_INVALID_ARGUMENT')
  }
})

test('a namespace of the caller’s is open by itself, its descriptor, its path, and a process in it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const { pid, networkNamespace } = namespace
  await using first = await Network.open({ namespace })
  await first.links.create({ name: 'b', kind: 'bridge' })
  for (const options of [
    { namespace },
    { namespace: networkNamespace },
    { namespacePath: `/proc/${pid}/ns/net` },
    { pid },
  ]) {
    await using network = await Network.open(options)
    assert.deepEqual(
      (await network.links.list()).map(({ name }) => name),
      ['lo', 'b'],
    )
    // As its owner, not only as a guest.
    await network.links.set('b', { mtu: 1400 })
    const watch = network.watch(['link'])
    await watch.ready
    await network.links.set('b', { mtu: 1300 })
    const { value } = await watch.next()
    assert.ok(value?.type === 'link' && value.link.mtu === 1300)
    watch.close()
  }
  assert.equal((await refusal(Network.open({ pid: 0x7fff_ffff }))).code, 'ENOENT')
  const [end, other] = addon().socketPair()
  assert.equal((await refusal(Network.open({ pidfd: end }))).code, 'EINVAL')
  closeSync(end)
  closeSync(other)
})

test('a process is told by a descriptor of it, for as long as it is there', (t) => {
  if (!needs(t, 'addon', 'unshare', 'python')) return
  inChild('pidfd.js')
})

test('a namespace ends with the last of its sockets', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  const network = await Network.open({ socket: namespace.takeRouteSocket() })
  await namespace.close()
  // The socket alone holds it now.
  await network.links.create({ name: 'b', kind: 'bridge' })
  assert.equal((await network.links.list()).length, 2)
  await network.close()
})

test('without rights, changes are refused with what would help', (t) => {
  if (!needs(t, 'addon')) return
  inChild('without-rights.js')
})

test('with rights over two namespaces, links are born in and moved to the other', (t) => {
  if (!needs(t, 'addon', 'unshare')) return
  inChild('two-namespaces.js', 'unshare', '--user', '--map-root-user', '--net')
})
