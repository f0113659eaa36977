// The fake kernel of sinfonia-tier3/testing answers as the real one does: the same story is told to both.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { isOperationError } from '#dist/errors/operation-error.js'
import { Network } from '#dist/network/network.js'
import { useFakeKernel } from '#dist/testing/index.js'
import { stories } from '../fake-kernel-stories.js'
import { needs } from '../needs.js'
import { emptyNetwork } from './networks.js'

for (const [title, story] of Object.entries(stories)) {
  test(title, async (t: TestContext) => {
    if (!needs(t, 'addon', 'launcher', 'userns')) return
    const real = await story(await emptyNetwork(t))
    using _kernel = useFakeKernel()
    await using network = await Network.open()
    assert.deepEqual(await story(network), real)
  })
}

/** All that a kernel refuses by the name of the request, since there is no such link. */
async function refusedRequests(network: Network): Promise<string[]> {
  const { links, addresses, routes, neighbours } = network
  const nowhere = 4242
  const trials = [
    links.get(nowhere),
    links.create({ name: 'lo', kind: 'dummy' }),
    links.set(nowhere, { mtu: 1400 }),
    links.delete(nowhere),
    links.addAlternativeName(nowhere, 'a-name'),
    links.deleteAlternativeName(nowhere, 'a-name'),
    addresses.add(nowhere, '10.0.0.1/24'),
    addresses.delete(nowhere, '10.0.0.1/24'),
    routes.add({ to: '10.0.0.0/8', gateway: '10.0.0.1' }),
    routes.delete({ to: '10.0.0.0/8', gateway: '10.0.0.1' }),
    neighbours.add(nowhere, '10.0.0.1', { hardwareAddress: '02:fc:00:00:00:01' }),
    neighbours.delete(nowhere, '10.0.0.1'),
  ]
  return await Promise.all(trials.map(requestOf))
}

/** As its failure names it. */
async function requestOf(trial: Promise<unknown>): Promise<string> {
  const error = await trial.then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(isOperationError(error), String(error))
  return `${error.operation} ${(error.cause as { readonly syscall: string }).syscall}`
}

test('its requests have the names of the real ones', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const real = await refusedRequests(await emptyNetwork(t))
  using kernel = useFakeKernel()
  kernel.refusal = () => 'EBUSY'
  await using network = await Network.open()
  assert.deepEqual(await refusedRequests(network), real)
})
