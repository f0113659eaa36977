// What an abort leaves behind, and what it is told as.
import assert from 'node:assert/strict'
import dns from 'node:dns/promises'
import { syncBuiltinESMExports } from 'node:module'
import { type TestContext, test } from 'node:test'
import { isOperationError, type OperationError } from '#dist/errors/operation-error.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Network } from '#dist/network/network.js'
import { useFakeKernel } from '#dist/testing/index.js'

/** A network, and a signal that fires when this request has been made so many times. */
async function abortedAt(t: TestContext, request: string, count = 1) {
  const kernel = useFakeKernel()
  t.after(() => kernel.close())
  const network = await Network.open()
  t.after(() => network.close())
  const controller = new AbortController()
  let left = count
  kernel.refusal = (made) => {
    if (made === request && --left === 0) queueMicrotask(() => controller.abort())
    return undefined
  }
  return { kernel, network, signal: controller.signal }
}

async function refusal(operation: Promise<unknown>): Promise<OperationError> {
  const error = await operation.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(isOperationError(error), String(error))
  return error
}

test('a link that has been created is told, whatever is aborted then', async (t) => {
  const { network, signal } = await abortedAt(t, 'RTM_GETLINK')
  assert.equal((await network.links.create({ name: 'd0', kind: 'dummy' }, { signal })).name, 'd0')
  assert.ok(signal.aborted)
})

test('so is one of kind tun, with all that was asked for', async (t) => {
  const { network, signal } = await abortedAt(t, 'RTM_GETLINK')
  const creation = { name: 't0', kind: 'tun', tun: { mode: 'tun' }, mtu: 1400, up: true } as const
  const { mtu, up } = await network.links.create(creation, { signal })
  assert.ok(signal.aborted)
  assert.deepEqual([mtu, up], [1400, true])
})

test('one of kind tun that is not found again is not left behind', async (t) => {
  const { kernel, network } = await abortedAt(t, 'none')
  let refusals = 1
  kernel.refusal = (request) => (request === 'RTM_GETLINK' && refusals-- > 0 ? 'EBUSY' : undefined)
  const creation = { name: 't0', kind: 'tun', tun: { mode: 'tun' } } as const
  assert.equal((await refusal(network.links.create(creation))).code, 'EBUSY')
  assert.equal((await network.links.list()).length, 1)
})

test('a change of several steps is done to its end', async (t) => {
  const { network, signal } = await abortedAt(t, 'RTM_SETLINK', 2)
  await network.links.create({ name: 'd0', kind: 'dummy' })
  await network.links.set('d0', { mtu: 1400, group: 7, up: true }, { signal })
  const { mtu, group, up } = await network.links.get('d0')
  assert.ok(signal.aborted)
  assert.deepEqual([mtu, group, up], [1400, 7, true])
})

test('a change that is on its way is unknown', async (t) => {
  const { network, signal } = await abortedAt(t, 'RTM_NEWLINK')
  const error = await refusal(network.links.create({ name: 'd0', kind: 'dummy' }, { signal }))
  assert.deepEqual([error.code, error.operation, error.outcome], ['ERR_ABORTED', 'link.create', 'unknown'])
})

test('a watch that was aborted is not ready', async (t) => {
  const { network } = await abortedAt(t, 'none')
  const watch = network.watch(['link'], { signal: AbortSignal.abort() })
  assert.equal((await refusal(watch.ready)).code, 'ERR_ABORTED')
  assert.equal((await refusal(watch.next())).code, 'ERR_ABORTED')
  const controller = new AbortController()
  const other = network.watch(['link'], { signal: controller.signal })
  controller.abort()
  assert.equal((await refusal(other.ready)).code, 'ERR_ABORTED')
})

test('nobody waits for the resolver of an endpoint', { timeout: 30_000 }, async (t) => {
  const { network } = await abortedAt(t, 'none')
  await network.links.create({ name: 'wg0', kind: 'wireguard' })
  const controller = new AbortController()
  t.mock.method(dns, 'lookup', () => {
    setImmediate(() => controller.abort())
    return new Promise(() => {})
  })
  syncBuiltinESMExports()
  t.after(() => {
    t.mock.restoreAll()
    syncBuiltinESMExports()
  })
  const publicKey = PrivateKey.generate().publicKey()
  const peers = Array.from({ length: 20 }, (_, at) => ({ publicKey, endpoint: `host${at}.example:1` }))
  const error = await refusal(network.wireguard.update('wg0', { peers }, { signal: controller.signal }))
  assert.deepEqual(
    [error.code, error.operation, error.outcome],
    ['ERR_ABORTED', 'wireguard.update', 'not-applied'],
  )
})
