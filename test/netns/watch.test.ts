import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { test } from 'node:test'
import { formatPrefix } from '#dist/address/prefix.js'
import type { NetworkEvent, Topic } from '#dist/network/event.js'
import type { Watch } from '#dist/network/watch.js'
import { needs } from '../needs.js'
import { inChild } from './child.js'
import { emptyConversation, emptyNetwork, pair, refusal } from './networks.js'

/** The first event that fits. */
async function until<Wanted extends Topic>(
  watch: Watch<Wanted>,
  fits: (event: NetworkEvent) => boolean,
): Promise<NetworkEvent> {
  for (;;) {
    const { value, done } = await watch.next()
    assert.ok(!done, 'the watch has ended')
    if (fits(value)) return value
  }
}

test('links are watched from their birth to their end', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const watch = network.watch(['link'])
  await watch.ready
  const { index } = await network.links.create({ name: 'b', kind: 'bridge' })
  const born = await until(watch, (event) => event.type === 'link' && event.link.name === 'b')
  assert.ok(born.type === 'link' && !born.deleted && born.link.index === index && born.link.kind === 'bridge')
  assert.ok(Object.isFrozen(born) && Object.isFrozen(born.link))

  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  await network.links.set('near', { master: 'b' })
  const joined = await until(watch, (event) => event.type === 'link' && event.link.masterName !== undefined)
  assert.ok(joined.type === 'link' && joined.link.masterName === 'b' && joined.link.lowerName === 'far')

  // A port that leaves is no link that is gone.
  await network.links.set('near', { master: null })
  await network.links.set('near', { name: 'port' })
  const renamed = await until(watch, (event) => {
    assert.ok(event.type === 'link' && !event.deleted)
    return event.link.name === 'port'
  })
  assert.ok(renamed.type === 'link' && renamed.link.master === undefined)

  await network.links.delete('b')
  const gone = await until(watch, (event) => event.type === 'link' && event.deleted)
  assert.ok(gone.type === 'link' && gone.link.name === 'b' && gone.link.index === index)
  watch.close()
  assert.deepEqual(await watch.next(), { done: true, value: undefined })
})

test('addresses, routes, rules and neighbours are watched, by the names of their links', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const watch = network.watch(['address', 'route', 'rule', 'neighbour'])
  await watch.ready
  // Its name was not known when the watch began.
  await pair(network)
  for (const version of [4, 6]) {
    const event = await until(
      watch,
      (one) => one.type === 'address' && one.address.version === version && one.address.scope === 'global',
    )
    assert.ok(event.type === 'address' && event.address.linkName === 'near' && !event.deleted)
  }
  for (const to of ['10.5.0.0/16', 'fd05::/16']) {
    const isIt = (one: NetworkEvent) => one.type === 'route' && formatPrefix(one.route.to) === to
    await network.routes.add({ to, link: 'near', metric: 9 })
    const added = await until(watch, isIt)
    assert.ok(added.type === 'route' && !added.deleted && added.route.linkName === 'near')
    await network.routes.delete({ to })
    const deleted = await until(watch, isIt)
    assert.ok(deleted.type === 'route' && deleted.deleted && deleted.route.metric === 9)
  }
  for (const version of [4, 6] as const) {
    const isIt = (one: NetworkEvent) => one.type === 'rule' && one.rule.version === version
    await network.rules.add({ version, priority: 77, table: 7 })
    const added = await until(watch, isIt)
    assert.ok(added.type === 'rule' && !added.deleted && added.rule.priority === 77)
    await network.rules.delete({ version, priority: 77 })
    const deleted = await until(watch, isIt)
    assert.ok(deleted.type === 'rule' && deleted.deleted && deleted.rule.table === 7)
  }
  const isNeighbour = (one: NetworkEvent) => one.type === 'neighbour' && one.neighbour.address === '10.0.0.2'
  await network.neighbours.add('near', '10.0.0.2', { hardwareAddress: '02:fc:00:00:00:02' })
  const met = await until(watch, isNeighbour)
  assert.ok(met.type === 'neighbour' && met.neighbour.linkName === 'near')
  assert.equal(met.neighbour.hardwareAddress, '02:fc:00:00:00:02')
  await network.neighbours.delete('near', '10.0.0.2')
  await until(watch, (one) => isNeighbour(one) && one.type === 'neighbour' && one.deleted)
  await watch.return()
})

test('a topic that is not asked for is not told', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const watch = network.watch(['rule'])
  await watch.ready
  await pair(network)
  await network.rules.add({ priority: 5, table: 5 })
  const { value } = await watch.next()
  assert.ok(value?.type === 'rule' && value.rule.priority === 5)
  watch.close()
})

test('what the kernel has dropped is told, and the watch goes on', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const watch = network.watch(['link', 'rule'])
  await watch.ready
  await network.links.create({ name: 'b', kind: 'bridge' })
  // More than its socket has room for, while nobody asks.
  for (let round = 0; round < 3; round++) {
    const changes = Array.from({ length: 1000 }, (_, i) => network.links.set('b', { mtu: 1000 + (i % 2) }))
    await Promise.all(changes)
  }
  await network.links.set('b', { name: 'late' })
  await until(watch, (event) => event.type === 'lost')
  // What is known by then is right again.
  const rule = until(watch, (event) => event.type === 'rule')
  await network.rules.add({ priority: 5, table: 5 })
  await rule
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  await network.links.set('near', { master: 'late' })
  const joined = await until(watch, (event) => event.type === 'link' && event.link.master !== undefined)
  assert.ok(joined.type === 'link' && joined.link.masterName === 'late')
  watch.close()
})

test('a loop ends by break, an abort, the closing of its watch and of its network', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const before = descriptors()
  const broken = network.watch(['link'])
  await broken.ready
  assert.equal(descriptors(), before + 1)
  await network.links.set('lo', { up: true })
  for await (const event of broken) {
    assert.ok(event.type === 'link' && event.link.name === 'lo')
    break
  }
  assert.equal(descriptors(), before)
  assert.deepEqual(await broken.next(), { done: true, value: undefined })

  const controller = new AbortController()
  const reason = new Error('enough')
  const aborted = network.watch(['link'], { signal: controller.signal })
  await aborted.ready
  const [first, second] = [refusal(aborted.next()), aborted.next()]
  controller.abort(reason)
  const error = await first
  assert.equal(error.code, 'ERR_ABORTED')
  assert.equal(error.cause, reason)
  assert.equal(error.operation, 'network.watch')
  assert.deepEqual(await second, { done: true, value: undefined })
  assert.equal(descriptors(), before)
  const late = network.watch(['link'], { signal: controller.signal })
  assert.equal((await refusal(late.next())).code, 'ERR_ABORTED')

  const closed = network.watch(['link'])
  await closed.ready
  const waiting = closed.next()
  closed.close()
  closed.close()
  assert.deepEqual(await waiting, { done: true, value: undefined })

  const unready = network.watch(['link'])
  unready.close()
  assert.deepEqual(await unready.next(), { done: true, value: undefined })
  await unready.ready.catch(() => {})

  const held = network.watch(['link'])
  await held.ready
  const pending = held.next()
  await network.close()
  assert.deepEqual(await pending, { done: true, value: undefined })
  assert.equal((await refusal(network.watch(['link']).next())).code, 'ERR_CLOSED')
  // The network's own two are gone as well.
  assert.ok(descriptors() < before)
})

test('many watches wait on one thread, and leave the pool alone', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const watches = Array.from({ length: 30 }, () => network.watch(['link']))
  await Promise.all(watches.map(({ ready }) => ready))
  const threads = () => readdirSync('/proc/self/task').length
  const idle = threads()
  const events = watches.map((watch) => watch.next())
  // Answered while all of them wait.
  assert.equal((await network.links.list()).length, 1)
  assert.ok(threads() <= idle + 1, `${threads()} threads, ${idle} before`)
  await network.links.set('lo', { up: true })
  for (const event of await Promise.all(events)) assert.equal(event.value?.type, 'link')
  for (const watch of watches) watch.close()
})

test('what is no topic is refused at once', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  for (const topics of [[], ['links'], ['link', 'tc']]) {
    const error = await refusal(async () => network.watch(topics as Topic[]))
    assert.equal(error.code, 'ERR_INVALID_ARGUMENT')
  }
  const conversation = await emptyConversation(t)
  assert.throws(() => conversation.watch(undefined as never), TypeError)
  assert.throws(() => conversation.watch({ link: 1 } as never), TypeError)
  const native = await conversation.watch({ link: true })
  const first = native.next()
  await assert.rejects(native.next(), { code: 'EBUSY' })
  native.close()
  await assert.rejects(first, { code: 'ECANCELED' })
  await assert.rejects(native.next(), { code: 'EBADF' })
  native.close()
})

test('the caller’s own network is watched without rights', (t) => {
  if (!needs(t, 'addon')) return
  inChild('watch-without-rights.js')
})

/** How many files and sockets this process has open. */
function descriptors(): number {
  return readdirSync('/proc/self/fd').length
}
