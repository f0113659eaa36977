import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { closeSync, fstatSync } from 'node:fs'
import { test } from 'node:test'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { emptyNetwork, refusal } from './networks.js'

test('a kernel without WireGuard says so, and one with it what is no link of it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'unshare', 'ip')) return
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  await using network = await Network.open({
    socket: namespace.takeRouteSocket(),
    genericSocket: namespace.takeGenericSocket(),
  })
  const tried = spawnSync('unshare', ['-Urn', 'ip', 'link', 'add', 'type', 'wireguard'])
  const error = await refusal(network.wireguard.get('lo'))
  if (tried.status === 0) {
    assert.equal(error.code, 'EOPNOTSUPP')
    assert.match(error.message, /it is no WireGuard link$/)
  } else {
    assert.equal(error.code, 'ENOENT')
    assert.equal(error.message, 'cannot read the WireGuard link lo: this kernel has no WireGuard')
    assert.match(error.remedy ?? '', /modprobe wireguard/)
  }
  assert.deepEqual(await network.wireguard.list(), [])
})

test('over a passed route socket alone there is no WireGuard', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const error = await refusal(network.wireguard.get('lo'))
  assert.equal(error.code, 'ERR_INVALID_ARGUMENT')
  assert.match(error.remedy ?? '', /genericSocket/)
})

test('a closed network answers nothing', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await Network.open()
  await network.close()
  assert.equal((await refusal(network.wireguard.get('lo'))).code, 'ERR_CLOSED')
  assert.equal((await refusal(network.wireguard.list())).code, 'ERR_CLOSED')
})

test('both passed sockets are taken over, or the wrong one stays the caller’s', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const socket = namespace.takeRouteSocket()
  const genericSocket = namespace.takeGenericSocket()
  const swapped = await refusal(Network.open({ socket: genericSocket, genericSocket: socket }))
  assert.equal(swapped.code, 'EPROTOTYPE')
  assert.ok(fstatSync(socket) && fstatSync(genericSocket))
  assert.equal((await refusal(Network.open({ genericSocket }))).code, 'ERR_INVALID_ARGUMENT')
  const network = await Network.open({ socket, genericSocket })
  await network.close()
  for (const descriptor of [socket, genericSocket])
    assert.throws(() => fstatSync(descriptor), { code: 'EBADF' })
})

test('where the generic socket is none, the route socket has been taken over', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const namespace = await Namespace.create()
  const other = await Namespace.create()
  t.after(() => Promise.all([namespace.close(), other.close()]))
  const socket = namespace.takeRouteSocket()
  const wrong = other.takeRouteSocket()
  assert.equal((await refusal(Network.open({ socket, genericSocket: wrong }))).code, 'EPROTOTYPE')
  assert.ok(fstatSync(wrong))
  assert.throws(() => fstatSync(socket), { code: 'EBADF' })
  closeSync(wrong)
})
