import assert from 'node:assert/strict'
import { getEventListeners } from 'node:events'
import { test } from 'node:test'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { emptyConversation, emptyNetwork, refusal } from './networks.js'

test('a signal that has fired lets nothing be sent', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const signal = AbortSignal.abort('enough')
  const error = await refusal(links.create({ name: 'b', kind: 'bridge' }, { signal }))
  assert.equal(error.code, 'ERR_ABORTED')
  assert.equal(error.outcome, 'not-applied')
  assert.equal(error.cause, 'enough')
  assert.equal((await links.list()).length, 1)
  assert.equal((await refusal(Network.open({ signal }))).code, 'ERR_ABORTED')
})

test('a signal that fires under way ends the waiting, not the request', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const controller = new AbortController()
  const creation = links.create({ name: 'b', kind: 'bridge' }, { signal: controller.signal })
  // The checks before the request take some turns of the microtask queue: a macrotask comes behind its sending.
  setImmediate(() => controller.abort())
  const list = links.list({ signal: controller.signal })
  const [created, listed] = await Promise.allSettled([creation, list])
  if (created.status === 'rejected') {
    const { code, outcome, operation } = await refusal(Promise.reject(created.reason))
    assert.equal(code, 'ERR_ABORTED')
    // Either it was the creation, or the look afterwards, which changes nothing.
    assert.equal(outcome, operation === 'link.create' ? 'unknown' : 'not-applied')
  }
  if (listed.status === 'rejected') assert.equal((await refusal(list)).outcome, 'not-applied')
  // Late answers disturb nobody.
  assert.ok((await links.list()).some(({ name }) => name === 'b'))
})

test('one signal serves many requests, and leaves no listeners', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const { signal } = new AbortController()
  const warnings: Error[] = []
  const warn = (warning: Error) => warnings.push(warning)
  process.on('warning', warn)
  await Promise.all(Array.from({ length: 50 }, () => links.list({ signal })))
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', warn)
  assert.deepEqual(warnings, [])
  assert.deepEqual(getEventListeners(signal, 'abort'), [])
})

test('an abort in the same turn finds the request on its way', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const controller = new AbortController()
  const deletion = links.delete(1, { signal: controller.signal })
  await Promise.resolve()
  await Promise.resolve()
  controller.abort()
  const error = await refusal(deletion)
  assert.equal(error.code, 'ERR_ABORTED')
  assert.equal(error.outcome, 'unknown')
  assert.equal(error.message, 'the caller aborted the attempt to delete the link number 1')
})

test('closing is idempotent and refuses what comes after', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const before = Promise.allSettled(Array.from({ length: 20 }, () => network.links.list()))
  const closed = network.close()
  const after = refusal(network.links.list())
  assert.equal(network.close(), closed)
  const settled = await before
  await closed
  for (const result of settled) {
    if (result.status === 'fulfilled') assert.equal(result.value.length, 1)
    else assert.equal((await refusal(Promise.reject(result.reason))).code, 'ERR_CLOSED')
  }
  const error = await after
  assert.equal(error.code, 'ERR_CLOSED')
  assert.equal(error.message, 'cannot list the links: the network has been closed')
})

test('a network ends with its scope', async (t) => {
  if (!needs(t, 'addon')) return
  let kept: Network
  {
    await using network = await Network.open()
    kept = network
    assert.equal((await network.links.get('lo')).name, 'lo')
  }
  assert.equal((await refusal(kept.links.list())).code, 'ERR_CLOSED')
})

test('thousands of requests in a queue are all answered, each with its own', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const answers = await Promise.allSettled(
    Array.from({ length: 3000 }, (_, at) => links.get(at % 2 === 0 ? 1 : at + 1)),
  )
  answers.forEach((answer, at) => {
    assert.equal(answer.status, at % 2 === 0 ? 'fulfilled' : 'rejected')
  })
})

test('the addon refuses what is not of its contract', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const conversation = await emptyConversation(t)
  const hostile = conversation as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>
  const calls: [string, ...unknown[]][] = [
    ['getLink'],
    ['getLink', {}],
    ['getLink', { index: 2 ** 32 }],
    ['getLink', { name: 'a\0b' }],
    ['createLink', { name: 'x' }],
    ['createLink', { name: 'x', kind: 'veth', peer: 1 }],
    ['setLink', '1', {}],
    ['setLink', 1],
    ['setLink', 1, { mtu: -1 }],
    ['addAddress', { link: 1, version: 5, address: '1.2.3.4', prefixLength: 8 }],
    ['addAddress', { link: 1, version: 4, address: '1.2.3.4', prefixLength: 33 }],
    ['addAddress', { link: 1, version: 4, address: 'fd00::', prefixLength: 8 }],
    ['addRoute', { version: 4, prefixLength: 8, gateway: null }],
    ['lookUpRoute', 4, 'fd00::1'],
    ['listRoutes', 5],
  ]
  for (const [name, ...args] of calls) {
    assert.throws(
      () => hostile[name]?.call(conversation, ...args),
      TypeError,
      `${name} ${JSON.stringify(args)}`,
    )
  }
  const thrower = {
    get index(): number {
      throw new Error('mine')
    },
  }
  assert.throws(() => conversation.getLink(thrower, false), /mine/)
  assert.throws(() => hostile['listLinks']?.call({}), TypeError)
  const { constructor: Conversation } = conversation as unknown as {
    constructor: new () => typeof conversation
  }
  await assert.rejects(new Conversation().listLinks(false), { code: 'EBADF' })
})
