// Which interface a name stands for: the kernel's, or that of a program behind a socket.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Network } from '#dist/network/network.js'
import { useFakeKernel } from '#dist/testing/index.js'
import { uapiDirectory } from '../uapi-directory.js'

const long = 'a-much-longer-name'

async function networkWith(t: TestContext) {
  const kernel = useFakeKernel()
  t.after(() => kernel.close())
  const { directory, listen } = uapiDirectory(t)
  const network = await Network.open({ wireguardSockets: directory })
  t.after(() => network.close())
  return { network, listen }
}

async function code(operation: Promise<unknown>): Promise<string | undefined> {
  const error = await operation.catch((reason: unknown) => reason)
  return isOperationError(error) ? error.code : undefined
}

test('where both are, whoever listens on the socket counts, as in wg(8), and is told once', async (t) => {
  const { network, listen } = await networkWith(t)
  const { index } = await network.links.create({ name: 'wg0', kind: 'wireguard' })
  await network.links.create({ name: 'wg1', kind: 'wireguard' })
  await listen('wg0', 'listen_port=7\nerrno=0\n\n')
  const told = ({ name, listenPort, userspace }: { name: string; listenPort: number; userspace: boolean }) =>
    `${name} ${listenPort} ${userspace}`
  assert.equal(told(await network.wireguard.get('wg0')), 'wg0 7 true')
  assert.equal(told(await network.wireguard.get(index)), 'wg0 7 true')
  assert.deepEqual((await network.wireguard.list()).map(told), ['wg0 7 true', 'wg1 0 false'])
  assert.deepEqual(await network.wireguard.names(), ['wg0', 'wg1'])
})

test('a link of the kernel is found by its alternative names', async (t) => {
  const { network } = await networkWith(t)
  await network.links.create({ name: 'wg0', kind: 'wireguard' })
  for (const name of ['vpn', 'a%b', long]) {
    await network.links.addAlternativeName('wg0', name)
    assert.equal((await network.links.get(name)).name, 'wg0')
    await network.wireguard.update(name, { fwmark: name.length })
    assert.equal((await network.wireguard.get(name)).fwmark, name.length)
  }
})

test('so is one in user space', async (t) => {
  const { network, listen } = await networkWith(t)
  await network.links.create({ name: 'wg0', kind: 'tun', tun: { mode: 'tun' } })
  await listen('wg0', 'listen_port=7\nerrno=0\n\n')
  for (const name of ['vpn', long]) {
    await network.links.addAlternativeName('wg0', name)
    const device = await network.wireguard.get(name)
    assert.deepEqual([device.name, device.listenPort], ['wg0', 7])
  }
})

test('names of nothing', async (t) => {
  const { network } = await networkWith(t)
  for (const name of ['wg0', 'a%b', long]) assert.equal(await code(network.wireguard.get(name)), 'ENODEV')
  for (const name of ['', '..', 'a/b', 'x'.repeat(128)])
    assert.equal(await code(network.wireguard.get(name)), 'ERR_INVALID_ARGUMENT')
})
