import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { emptyConversation, emptyNetwork, networkAndIp, pair, refusal } from './networks.js'

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
    label: 'near',
    metric: undefined,
    protocol: undefined,
    preferredLifetime: undefined,
    validLifetime: undefined,
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

/** What `ip -json -details address show` tells of one address. */
type Told = Record<string, unknown>

test('an address has what it was given, as ip(8) tells it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links, addresses } = network
  await links.create({ name: 'b', kind: 'bridge', up: true })
  const told = (local: string): Told => {
    const [link] = ip('address', 'show', 'dev', 'b') as { addr_info: Told[] }[]
    return link?.addr_info.find((one) => one['local'] === local) ?? {}
  }
  const all = {
    ...{ broadcast: '10.0.0.255', scope: 'link' as const, label: 'b:1', metric: 77 },
    ...{ validLifetime: 3600, preferredLifetime: 600, noPrefixRoute: true, autojoin: false },
  } as const
  await addresses.add('b', '10.0.0.1/24', all)
  const [one] = await addresses.list({ link: 'b', version: 4 })
  assert.deepEqual([one?.broadcast, one?.scope, one?.label, one?.metric], ['10.0.0.255', 'link', 'b:1', 77])
  assert.deepEqual(one?.flags, ['noprefixroute'])
  const seen = told('10.0.0.1')
  assert.deepEqual(
    [seen['broadcast'], seen['scope'], seen['label'], seen['metric'], seen['noprefixroute']],
    ['10.0.0.255', 'link', 'b:1', 77, true],
  )
  // The kernel counts them down.
  for (const [lifetime, most] of [
    [one?.validLifetime, 3600],
    [one?.preferredLifetime, 600],
    [seen['valid_life_time'], 3600],
    [seen['preferred_life_time'], 600],
  ] as const) {
    assert.ok(typeof lifetime === 'number' && lifetime <= most && lifetime > most - 300, String(lifetime))
  }
  assert.ok(!ip('route', 'show', 'dev', 'b').some(({ dst }) => dst === '10.0.0.0/24'))

  const flags = { nodad: true, homeAddress: true, noPrefixRoute: true, manageTempAddress: true } as const
  await addresses.add('b', 'fd00::1/64', { ...flags, metric: 5 })
  const six = (await addresses.list({ link: 'b', version: 6 })).find(({ address }) => address === 'fd00::1')
  assert.deepEqual([...(six?.flags ?? [])].sort(), [
    'home',
    'mngtmpaddr',
    'nodad',
    'noprefixroute',
    'permanent',
  ])
  assert.equal(six?.metric, 5)
  const words = ['home', 'mngtmpaddr', 'nodad', 'noprefixroute']
  assert.deepEqual(
    words.filter((word) => told('fd00::1')[word]),
    words,
  )
  assert.equal((await refusal(addresses.add('b', '10.0.0.1/24', all))).code, 'EEXIST')
})

test('an address is replaced, or added where it is not there', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links, addresses } = await emptyNetwork(t)
  await links.create({ name: 'b', kind: 'bridge' })
  for (const [version, prefix] of [
    [4, '10.0.0.1/24'],
    [6, 'fd00::1/64'],
  ] as const) {
    await addresses.replace('b', prefix, { validLifetime: 100 })
    const [limited] = await addresses.list({ link: 'b', version })
    assert.ok((limited?.validLifetime ?? 0) <= 100 && !limited?.flags.includes('permanent'))
    assert.equal(limited?.preferredLifetime, limited?.validLifetime)
    await addresses.replace('b', prefix)
    const list = await addresses.list({ link: 'b', version })
    assert.equal(list.length, 1)
    assert.deepEqual([list[0]?.validLifetime, list[0]?.preferredLifetime], [undefined, undefined])
  }
})

test('who made an address is told', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'IPv6')) return
  const { links, addresses } = await emptyNetwork(t)
  await links.create({ name: 'b', kind: 'bridge' })
  await addresses.add('b', '10.0.0.1/24', { protocol: 99 })
  await addresses.add('b', '10.0.1.1/24', { protocol: 'kernel_ra' })
  await links.set('lo', { up: true })
  const all = (await addresses.list()).filter(({ address }) => address !== '127.0.0.1')
  const protocols = all.map(({ protocol }) => protocol)
  // Before Linux 5.18 nobody has said.
  if (protocols.every((protocol) => protocol === undefined)) return
  assert.deepEqual(protocols, [99, 'kernel_ra', 'kernel_lo'])
})

test('the kernel picks addresses by link and version', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const conversation = await emptyConversation(t)
  const added = { link: 1, version: 4, address: '10.0.0.1', prefixLength: 24 } as const
  await conversation.createLink({ name: 'b', kind: 'bridge' })
  const { index } = await conversation.getLink({ name: 'b' }, false)
  await conversation.addAddress(added)
  await conversation.addAddress({ ...added, link: index, address: '10.0.0.2' })
  await conversation.addAddress({ link: index, version: 6, address: 'fd00::1', prefixLength: 64 })
  const told = async (filter: Parameters<typeof conversation.listAddresses>[0]) =>
    (await conversation.listAddresses(filter)).map(({ address }) => address)
  assert.deepEqual(await told({}), ['10.0.0.1', '10.0.0.2', 'fd00::1'])
  assert.deepEqual(await told({ link: index }), ['10.0.0.2', 'fd00::1'])
  assert.deepEqual(await told({ version: 6 }), ['fd00::1'])
  assert.deepEqual(await told({ link: 1, version: 6 }), [])
  await assert.rejects(told({ link: 4711 }), { code: 'ENODEV' })
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
    () => addresses.add('lo', '10.0.0.1/24', { broadcast: 'fd00::1' }),
    () => addresses.add('lo', '10.0.0.1/24', { scope: 'nearby' as 'link' }),
    () => addresses.add('lo', '10.0.0.1/24', { label: 'sixteen-bytes-16' }),
    () => addresses.add('lo', '10.0.0.1/24', { metric: 0 }),
    () => addresses.add('lo', '10.0.0.1/24', { validLifetime: 0 }),
    () => addresses.add('lo', '10.0.0.1/24', { validLifetime: 5, preferredLifetime: 6 }),
    () => addresses.add('lo', '10.0.0.1/24', { preferredLifetime: 2 ** 32 - 1 }),
    () => addresses.add('lo', '10.0.0.1/24', { protocol: 256 }),
    () => addresses.add('lo', '10.0.0.1/24', { nodad: true }),
    () => addresses.replace('lo', 'fd00::1/64', { label: 'lo' }),
    () => addresses.replace('lo', 'fd00::1/64', { scope: 'link' }),
    () => addresses.list({ version: 5 as 4 }),
  ]) {
    assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT')
  }
  assert.deepEqual(await addresses.list(), [])
})

test('an option that there is not is refused by its name', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { addresses } = await emptyNetwork(t)
  const wrong: object = { lifetime: 5 }
  for (const attempt of [
    () => addresses.add('lo', '10.0.0.1/24', wrong),
    () => addresses.replace('lo', '10.0.0.1/24', wrong),
    () => addresses.delete('lo', '10.0.0.1/24', wrong),
    () => addresses.list(wrong),
  ]) {
    const { code, subject, message } = await refusal(attempt)
    assert.deepEqual([code, subject], ['ERR_INVALID_ARGUMENT', 'lifetime'])
    assert.equal(message, 'lifetime: there is no such option')
  }
  const label: object = { label: 'lo' }
  assert.equal((await refusal(addresses.delete('lo', '10.0.0.1/24', label))).subject, 'label')
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
