import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { emptyNetwork, pair, refusal } from './networks.js'

test('addresses of both versions are added, listed and deleted', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { addresses } = network
  const { near, far } = await pair(network)
  const list = await addresses.list({ link: near })
  assert.deepEqual(list[0], {
    link: near.index,
    linkName: 'near',
    version: 4,
    address: '10.0.0.1',
    prefixLength: 24,
    peer: undefined,
    broadcast: undefined,
    scope: 'global',
    flags: ['permanent'],
  })
  assert.ok(list.some(({ address, prefixLength }) => address === 'fd00::1' && prefixLength === 64))
  assert.ok(Object.isFrozen(list) && list.every(Object.isFrozen))
  assert.ok((await addresses.list({ link: far })).every(({ linkName }) => linkName === 'far'))
  await addresses.delete('near', '10.0.0.1/24')
  await addresses.delete('near', 'fd00::1/64')
  const left = (await addresses.list({ link: near })).map(({ address }) => address)
  assert.ok(!left.includes('10.0.0.1') && !left.includes('fd00::1'))
})

test('an address without a length stands for itself', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links, addresses } = await emptyNetwork(t)
  await links.create({ name: 'b', kind: 'bridge' })
  await addresses.add('b', '10.0.0.9')
  await addresses.add('b', { version: 6, address: 'fd00::9', prefixLength: 128 })
  assert.deepEqual(
    (await addresses.list({ link: 'b' })).map(({ address, prefixLength }) => `${address}/${prefixLength}`),
    ['10.0.0.9/32', 'fd00::9/128'],
  )
})

test('an address has another end where it is told of one', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links, addresses } = await emptyNetwork(t)
  await links.create({ name: 'b', kind: 'bridge' })
  await addresses.add('b', '10.0.0.1/24', { peer: '10.0.1.1' })
  await addresses.add('b', 'fd00::1/64', { peer: 'fd01::1' })
  const list = (await addresses.list({ link: 'b' })).map(({ address, peer }) => ({ address, peer }))
  assert.deepEqual(list, [
    { address: '10.0.0.1', peer: '10.0.1.1' },
    { address: 'fd00::1', peer: 'fd01::1' },
  ])
  await addresses.delete('b', '10.0.0.1/24', { peer: '10.0.1.1' })
  await addresses.delete('b', 'fd00::1/64', { peer: 'fd01::1' })
  assert.deepEqual(await addresses.list({ link: 'b' }), [])
})

test('127.0.0.0/8 is of the host, as with ip', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { addresses } = await emptyNetwork(t)
  await addresses.add('lo', '127.0.0.2/8')
  assert.equal((await addresses.list({ link: 'lo' }))[0]?.scope, 'host')
})

test('refusals read well', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { addresses } = network
  await pair(network)
  const twice = await refusal(addresses.add('near', '10.0.0.1/24'))
  assert.equal(twice.code, 'EEXIST')
  assert.match(
    twice.message,
    /^cannot add the address 10\.0\.0\.1\/24 to the link near: the link has this address already/,
  )
  const missing = await refusal(addresses.delete('near', '10.0.0.7/24'))
  assert.equal(missing.code, 'EADDRNOTAVAIL')
  assert.match(
    missing.message,
    /^cannot delete the address 10\.0\.0\.7\/24 from the link near: the link does not have this address/,
  )
  assert.equal((await refusal(addresses.add('wg0', '10.0.0.7/24'))).code, 'ENODEV')
  assert.equal((await refusal(addresses.add(4711, '10.0.0.7/24'))).code, 'ENODEV')
})

test('what is no address never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { addresses } = await emptyNetwork(t)
  for (const attempt of [
    () => addresses.add('lo', '10.0.0.256/24'),
    () => addresses.add('lo', '10.0.0.1/33'),
    () => addresses.add('lo', 'fe80::1%lo/64'),
    () => addresses.add('lo', { version: 4, address: 'fd00::1', prefixLength: 64.5 }),
    () => addresses.add('lo', '10.0.0.1/24', { peer: 'fd00::1' }),
    () => addresses.add('lo', 'fd00::1/64', { peer: 'fe80::1%lo' }),
  ]) {
    assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT')
  }
  assert.deepEqual(await addresses.list(), [])
})

test('many addresses are listed whole', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links, addresses } = await emptyNetwork(t)
  const { index } = await links.create({ name: 'b', kind: 'bridge' })
  const wanted = Array.from({ length: 2000 }, (_, at) => `10.1.${at >> 8}.${at & 255}`)
  await Promise.all(wanted.map((address) => addresses.add(index, address)))
  assert.deepEqual(
    (await addresses.list({ link: index })).map(({ address }) => address),
    wanted,
  )
})
