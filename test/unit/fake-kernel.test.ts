// What a fake kernel has beyond the real one: no rights, no addon, refusals at will.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { type FakeKernel, useFakeKernel } from '#dist/testing/index.js'

async function code(operation: Promise<unknown>): Promise<string | undefined> {
  const error = await operation.catch((reason: unknown) => reason)
  return isOperationError(error) ? error.code : undefined
}

function withKernel(title: string, body: (kernel: FakeKernel) => Promise<void>): void {
  test(title, async () => {
    using kernel = useFakeKernel()
    await body(kernel)
  })
}

withKernel('without rights every change is refused, and reading of keys', async (kernel) => {
  await using network = await Network.open()
  await network.links.create({ name: 'wg0', kind: 'wireguard' })
  kernel.privileged = false
  assert.equal(await code(network.links.create({ name: 'a', kind: 'dummy' })), 'EPERM')
  assert.equal(await code(network.addresses.add('wg0', '10.0.0.1')), 'EPERM')
  assert.equal(await code(network.wireguard.get('wg0')), 'EPERM')
  assert.deepEqual(
    (await network.links.list()).map(({ name }) => name),
    ['lo', 'wg0'],
  )
})

withKernel('it refuses what it is told to', async (kernel) => {
  await using network = await Network.open()
  kernel.refusal = (request) => (request === 'RTM_NEWADDR' ? 'EBUSY' : undefined)
  assert.equal(await code(network.addresses.add('lo', '10.0.0.1')), 'EBUSY')
  assert.equal(await code(network.links.set('lo', { up: true })), undefined)
})

withKernel('what a link or a neighbour names may have gone meanwhile', async (kernel) => {
  await using network = await Network.open()
  const { links, neighbours } = network
  const bridge = await links.create({ name: 'br0', kind: 'bridge' })
  await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, master: bridge })
  const { index } = await links.get('near')
  await neighbours.add(index, '10.0.0.2', { hardwareAddress: '02:fc:00:00:00:02' })
  let asked = 0
  kernel.refusal = (request) => (request === 'RTM_GETLINK' && asked++ > 0 ? 'ENODEV' : undefined)
  const near = await links.get('near')
  assert.deepEqual([near.master, near.masterName, near.lowerName], [bridge.index, undefined, undefined])
  const neighbour = await neighbours.get(index, '10.0.0.2')
  assert.deepEqual([neighbour.link, neighbour.linkName], [index, undefined])
  // Any other refusal is told.
  kernel.refusal = (request) => (request === 'RTM_GETLINK' ? 'EACCES' : undefined)
  assert.equal(await code(neighbours.get(index, '10.0.0.2')), 'EACCES')
})

withKernel('a lower link in another namespace is marked', async (kernel) => {
  const namespace = kernel.addNamespace()
  await using network = await Network.open()
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far', namespace } })
  const near = await network.links.get('near')
  assert.deepEqual([near.lowerName, near.lowerNamespaceId], [undefined, 0])
  const joined = { name: 'x', kind: 'bridge', master: 'near', namespace }
  assert.equal(await code(network.links.create(joined)), 'ERR_INVALID_ARGUMENT')
})

withKernel('a way is found though its link goes before its name is asked for', async (kernel) => {
  await using network = await Network.open()
  await network.links.set('lo', { up: true })
  await network.routes.add({ to: '10.0.0.0/8', link: 'lo' })
  kernel.refusal = (request) => (request === 'RTM_GETLINK' ? 'ENODEV' : undefined)
  const { link, linkName } = await network.routes.lookUp('10.0.0.1')
  assert.deepEqual([link, linkName], [1, undefined])
  kernel.refusal = (request) => (request === 'RTM_GETLINK' ? 'EBUSY' : undefined)
  assert.equal(await code(network.routes.lookUp('10.0.0.1')), 'EBUSY')
})

withKernel('links move between its namespaces, and their other ends follow', async (kernel) => {
  const namespace = kernel.addNamespace()
  await using here = await Network.open()
  await using there = await Network.open({ namespace })
  const peer = { name: 'far', namespace }
  assert.equal((await here.links.create({ name: 'near', kind: 'veth', peer })).lowerName, undefined)
  await here.addresses.add('near', '10.0.0.1/24')
  await here.links.move('near', namespace, { name: 'moved' })
  assert.equal(await code(here.links.get('near')), 'ENODEV')
  assert.equal((await there.links.get('moved')).lowerName, 'far')
  assert.deepEqual(await there.addresses.list(), [])
  await there.links.create({ name: 'wg0', kind: 'wireguard', up: true })
  await there.links.delete('far')
  assert.deepEqual(
    (await there.links.list()).map(({ name }) => name),
    ['lo', 'wg0'],
  )
  assert.equal(await code(Network.open({ namespace: namespace + 1 })), 'EINVAL')
})

withKernel('a watch is told of lost events, and ends with its network', async (kernel) => {
  const network = await Network.open()
  const watch = network.watch(['link'])
  await watch.ready
  kernel.loseEvents()
  assert.deepEqual((await watch.next()).value, { type: 'lost' })
  const waiting = watch.next()
  await network.close()
  assert.deepEqual(await waiting, { done: true, value: undefined })
  assert.equal(await code(network.links.list()), 'ERR_CLOSED')
})

withKernel('keys that are given are not those that are wiped', async () => {
  await using network = await Network.open()
  const privateKey = PrivateKey.generate()
  await network.links.create({ name: 'wg0', kind: 'wireguard' })
  await network.wireguard.replace('wg0', { privateKey })
  await network.wireguard.update('wg0', { fwmark: 7 })
  const device = await network.wireguard.get('wg0', { privateKey: true })
  assert.ok(device.privateKey?.equals(privateKey))
  assert.equal((await network.wireguard.get('wg0')).privateKey, undefined)
})

withKernel('it has no processes, and says so', async () => {
  assert.equal(await code(Namespace.create()), 'ERR_ADDON')
})

test('closed, it is out of the way', async () => {
  const kernel = useFakeKernel()
  const network = await Network.open()
  await network.links.create({ name: 'only-in-memory', kind: 'dummy' })
  kernel.close()
  kernel.close()
  using _next = useFakeKernel()
  await using other = await Network.open()
  assert.equal(await code(other.links.get('only-in-memory')), 'ENODEV')
  await network.close()
})
