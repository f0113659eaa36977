// Networks of the real kernel to try things in.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import type { TestContext } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { isOperationError, type OperationError } from '#dist/errors/operation-error.js'
import { Namespace } from '#dist/namespace/namespace.js'
import type { Link } from '#dist/network/link.js'
import { Network } from '#dist/network/network.js'

/** The network of a new namespace, with nothing in it but lo; it goes with the test. */
export async function emptyNetwork(t: TestContext): Promise<Network> {
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const network = await Network.open({ socket: namespace.takeRouteSocket() })
  t.after(() => network.close())
  return network
}

/** The same, beside ip(8) with every right there, and what it prints as JSON. */
export async function networkAndIp(t: TestContext) {
  // Whoever is not root inside loses his rights by execve(2).
  const namespace = await Namespace.create({ mapRoot: true })
  t.after(() => namespace.close())
  const network = await Network.open({ socket: namespace.takeRouteSocket() })
  t.after(() => network.close())
  const enter = ['--preserve-credentials', '--user', '--net', `--target=${namespace.pid}`]
  const ip = (...args: readonly string[]): Record<string, unknown>[] => {
    const words = [...enter, 'ip', '-json', '-details', ...args]
    const { status, stdout, stderr } = spawnSync('nsenter', words, { encoding: 'utf8' })
    assert.equal(status, 0, stderr)
    return JSON.parse(stdout || '[]')
  }
  return { namespace, network, ip }
}

/** The addon's own conversation, which checks nothing that memory safety does not need. */
export async function emptyConversation(t: TestContext) {
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const conversation = await addon().openRouteConversation({ socket: namespace.takeRouteSocket() })
  t.after(() => conversation.close())
  return conversation
}

/** A pair of links, both up, with 10.0.0.1/24 and fd00::1/64 (without a search for duplicates) on the first. */
export async function pair(network: Network): Promise<{ near: Link; far: Link }> {
  const near = await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, up: true })
  await network.links.set('far', { up: true })
  await network.addresses.add(near, '10.0.0.1/24')
  await network.addresses.add(near, 'fd00::1/64')
  return { near: await network.links.get('near'), far: await network.links.get('far') }
}

/** What a refused operation told. */
export async function refusal(
  operation: Promise<unknown> | (() => Promise<unknown>),
): Promise<OperationError> {
  const error = await (typeof operation === 'function' ? operation() : operation).then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  )
  assert.ok(isOperationError(error), String(error))
  return error
}
