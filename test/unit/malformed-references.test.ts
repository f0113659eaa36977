// What is no reference to a link or a namespace is refused as every other argument.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { useFakeKernel } from '#dist/testing/index.js'

async function told(operation: Promise<unknown>): Promise<string> {
  const error = await operation.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(isOperationError(error), String(error))
  return `${error.operation} ${error.code}`
}

const nothings = [undefined, null, {}, true, 1.5] as unknown[]

test('links', async () => {
  using _kernel = useFakeKernel()
  await using network = await Network.open()
  for (const none of [...nothings, '']) {
    assert.equal(await told(network.links.get(none as number)), 'link.get ERR_INVALID_ARGUMENT')
    assert.equal(await told(network.links.delete(none as number)), 'link.delete ERR_INVALID_ARGUMENT')
    assert.equal(await told(network.addresses.add(none as number, '::1')), 'address.add ERR_INVALID_ARGUMENT')
    assert.equal(await told(network.wireguard.get(none as number)), 'wireguard.get ERR_INVALID_ARGUMENT')
  }
})

test('namespaces', async () => {
  using _kernel = useFakeKernel()
  for (const none of nothings) {
    assert.equal(await told(Namespace.open(none as number)), 'namespace.open ERR_INVALID_ARGUMENT')
    if (none === undefined) continue
    assert.equal(await told(Network.open({ namespace: none as number })), 'network.open ERR_INVALID_ARGUMENT')
  }
  for (const namespaceName of ['', '..', 'a/b', 'a\0', null as unknown as string])
    assert.equal(await told(Network.open({ namespaceName })), 'network.open ERR_INVALID_ARGUMENT')
})

test('a refusal that has no words of ours has those of the system', async () => {
  using kernel = useFakeKernel()
  await using network = await Network.open()
  kernel.refusal = (request) => (request === 'RTM_NEWADDR' ? 'EBADF' : undefined)
  const error = await network.addresses.add('lo', '10.0.0.1').catch((reason: unknown) => reason)
  assert.match(String(error), /: bad file descriptor$/)
  await network.links.addAlternativeName('lo', 'loop')
  const taken = await network.links.addAlternativeName('lo', 'loop').catch((reason: unknown) => reason)
  assert.match(String(taken), /: a link of this name exists already$/)
})
