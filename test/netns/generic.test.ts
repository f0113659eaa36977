/** Families of generic netlink that this package knows nothing of: ethtool and the controller itself. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { features, linkState, Message } from './ethtool.js'
import { emptyNetwork, refusal } from './networks.js'

const rig = ['addon', 'launcher', 'userns'] as const

/** In a namespace with a pair of veths, both down. */
async function ethtoolNetwork(t: TestContext) {
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const network = await Network.open({
    socket: namespace.takeRouteSocket(),
    genericSocket: namespace.takeGenericSocket(),
  })
  t.after(() => network.close())
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  return { network, ethtool: await network.generic.family('ethtool') }
}

test('a family tells of itself', async (t) => {
  if (!needs(t, ...rig)) return
  const { network, ethtool } = await ethtoolNetwork(t)
  assert.equal(ethtool.name, 'ethtool')
  assert.ok(ethtool.id >= 16 && ethtool.version >= 1)
  assert.equal(ethtool.headerSize, 0)
  assert.deepEqual(ethtool.groups, ['monitor'])
  const of = (command: number) => ethtool.operations.find((operation) => operation.command === command)
  const get = { command: Message.linkStateGet, request: true, dump: true, admin: false }
  assert.deepEqual(of(Message.linkStateGet), get)
  const set = { command: Message.featuresSet, request: true, dump: false, admin: 'namespace' }
  assert.deepEqual(of(Message.featuresSet), set)
  const controller = await network.generic.family('nlctrl')
  assert.equal(controller.id, 16)
  assert.deepEqual(controller.groups, ['notify'])
})

test('ethtool’s link state follows the link', async (t) => {
  if (!needs(t, ...rig)) return
  const { network, ethtool } = await ethtoolNetwork(t)
  const state = async () => {
    const request = linkState.write({ header: { deviceName: 'near' } })
    const [answer, ...more] = await ethtool.request(Message.linkStateGet, request)
    assert.ok(answer && more.length === 0)
    assert.equal(answer.command, Message.linkStateGet)
    return linkState.read(answer.attributes)
  }
  const { index } = await network.links.get('near')
  assert.deepEqual(await state(), { header: { deviceIndex: index, deviceName: 'near' }, link: 0 })
  await network.links.set('near', { up: true })
  await network.links.set('far', { up: true })
  assert.equal((await state()).link, 1)
  await network.links.set('far', { up: false })
  assert.equal((await state()).link, 0)

  const all = await ethtool.dump(Message.linkStateGet, linkState.write({ header: {} }))
  const names = all.map(({ attributes }) => linkState.read(attributes).header?.deviceName).sort()
  assert.deepEqual(names, (await network.links.list()).map(({ name }) => name).sort())
})

test('the group of ethtool hears of a change', async (t) => {
  if (!needs(t, ...rig)) return
  // As root of the namespace's user namespace: the group's socket is opened from there.
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const network = await Network.open({ namespace })
  t.after(() => network.close())
  await hearsOfChange(network)
})

async function hearsOfChange(network: Network): Promise<void> {
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const ethtool = await network.generic.family('ethtool')
  const messages = ethtool.join('monitor')
  await messages.ready
  const bit = [{ name: 'tx-scatter-gather' }]
  const change = { header: { deviceName: 'near' }, wanted: { bits: { bit } } }
  await ethtool.request(Message.featuresSet, features.write(change))
  const { value } = await messages.next()
  assert.ok(value?.type === 'message')
  assert.equal(value.command, Message.featuresNotified)
  assert.equal(features.read(value.attributes).header?.deviceName, 'near')
  messages.close()
  assert.deepEqual(await messages.next(), { done: true, value: undefined })
}

test('a closed network ends a group, and an abort', async (t) => {
  if (!needs(t, ...rig)) return
  const network = await Network.open()
  const ethtool = await network.generic.family('ethtool')
  const controller = new AbortController()
  const aborted = ethtool.join(['monitor'], { signal: controller.signal })
  const waiting = refusal(aborted.next())
  controller.abort()
  assert.equal((await waiting).code, 'ERR_ABORTED')
  const messages = ethtool.join('monitor')
  await messages.ready
  const next = messages.next()
  await network.close()
  assert.deepEqual(await next, { done: true, value: undefined })
  assert.equal((await refusal(ethtool.request(Message.linkStateGet))).code, 'ERR_CLOSED')
})

test('refusals name the attribute by its path', async (t) => {
  if (!needs(t, ...rig)) return
  const { ethtool, network } = await ethtoolNetwork(t)
  const header = { deviceName: 'near', flags: 0x8000_0000 }
  const flags = await refusal(ethtool.request(Message.linkStateGet, linkState.write({ header })))
  assert.deepEqual([flags.code.slice(0, 1), flags.attribute], ['E', 'header/flags'])
  assert.match(flags.message, /^cannot send command 6 to the family ethtool: .*about header\/flags\)$/)

  const raw = [{ type: 1, data: [{ type: 77, data: Uint8Array.of(1) }] }]
  assert.equal((await refusal(ethtool.request(Message.linkStateGet, raw))).attribute, '1/77')

  const nobody = linkState.write({ header: { deviceName: 'nobody' } })
  const missing = await refusal(ethtool.request(Message.linkStateGet, nobody))
  assert.equal(missing.code, 'ENODEV')
  assert.equal(missing.outcome, 'not-applied')
  assert.equal((await refusal(ethtool.request(255))).code, 'EOPNOTSUPP')
  assert.equal((await refusal(ethtool.dump(255))).code, 'EOPNOTSUPP')

  const absent = await refusal(network.generic.family('no-such-family'))
  assert.deepEqual([absent.code, absent.operation], ['ENOENT', 'generic.family'])
})

test('what is no argument is refused before anything is sent', async (t) => {
  if (!needs(t, ...rig)) return
  const { ethtool, network } = await ethtoolNetwork(t)
  const invalid = { code: 'ERR_INVALID_ARGUMENT' }
  for (const name of ['', 'sixteen-letters-', 'a\0b', 1 as unknown as string])
    await assert.rejects(network.generic.family(name), invalid)
  for (const command of [-1, 256, 1.5]) {
    await assert.rejects(ethtool.request(command), invalid)
    await assert.rejects(ethtool.dump(command), invalid)
  }
  await assert.rejects(ethtool.request(6, [], { version: 256 }), invalid)
  await assert.rejects(ethtool.request(6, [], { header: new Uint8Array(4) }), invalid)
  await assert.rejects(ethtool.request(6, [{ type: 1, data: new Uint8Array(65532) }]), invalid)
  const many = Array.from({ length: 17 }, () => ({ type: 1, data: new Uint8Array(65000) }))
  await assert.rejects(ethtool.request(6, many), invalid)
  assert.throws(() => ethtool.join('nobody'), invalid)
  assert.throws(() => ethtool.join([]), invalid)
  const passed = await emptyNetwork(t)
  await assert.rejects(passed.generic.family('ethtool'), invalid)
})

test('a storm that nobody reads ends in lost, and then goes on', async (t) => {
  if (!needs(t, ...rig)) return
  const namespace = await Namespace.create()
  t.after(() => namespace.close())
  const network = await Network.open({ namespace })
  t.after(() => network.close())
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const ethtool = await network.generic.family('ethtool')
  await using messages = ethtool.join('monitor')
  await messages.ready
  const toggle = (value: boolean) => {
    const bit = [{ name: 'tx-scatter-gather', value }]
    const change = { header: { deviceName: 'near' }, wanted: { bits: { bit } } }
    return ethtool.request(Message.featuresSet, features.write(change))
  }
  for (let time = 0; time < 4000; time++) await toggle(time % 2 === 1)
  assert.equal((await messages.next()).value?.type, 'lost')
  await toggle(false)
  assert.equal((await messages.next()).value?.type, 'message')
})
