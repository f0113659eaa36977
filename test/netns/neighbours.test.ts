import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Neighbour } from '#dist/network/neighbour.js'
import type { NeighbourListOptions } from '#dist/network/neighbours.js'
import { needs } from '../needs.js'
import { emptyConversation, emptyNetwork, networkAndIp, pair, refusal } from './networks.js'

const mac = '02:fc:00:00:00:02'

test('a neighbour of either version is added, changed and forgotten', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { neighbours } = network
  const { near } = await pair(network)
  for (const [version, address] of [
    [4, '10.0.0.2'],
    [6, 'fd00::2'],
  ] as const) {
    await neighbours.add('near', address, { hardwareAddress: mac.toUpperCase() })
    const expected: Neighbour = {
      version,
      address,
      link: near.index,
      linkName: 'near',
      hardwareAddress: mac,
      state: 'permanent',
      flags: [],
      type: 'unicast',
      protocol: undefined,
      cache: undefined,
      probes: 0,
      vlan: undefined,
      master: undefined,
    }
    const found = await neighbours.get(near, address)
    assert.deepEqual(found, { ...expected, cache: found.cache })
    assert.ok(Object.isFrozen(found) && Object.isFrozen(found.flags) && Object.isFrozen(found.cache))
    // Made a moment ago.
    assert.ok((found.cache?.updated ?? 1000) < 60 && (found.cache?.references ?? 0) >= 0)
    await neighbours.replace(near, address, { hardwareAddress: '02:fc:00:00:00:03', state: 'noarp' })
    const changed = await neighbours.get('near', address)
    assert.deepEqual([changed.hardwareAddress, changed.state], ['02:fc:00:00:00:03', 'noarp'])
    await neighbours.delete('near', address)
    const left = await neighbours.list({ link: near, version })
    // One that is in use fails first, and goes a moment later.
    assert.ok(left.every((one) => one.address !== address || one.state === 'failed'))
    await neighbours.replace(near, address, { hardwareAddress: mac, state: 'stale' })
    assert.equal((await neighbours.get('near', address)).state, 'stale')
  }
})

test('neighbours and proxies are as ip(8) tells them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { neighbours } = network
  await pair(network)
  for (let i = 2; i < 100; i++) {
    await neighbours.add('near', `10.0.0.${i}`, { hardwareAddress: mac })
    await neighbours.add('near', `fd00::${i}`, { hardwareAddress: mac, state: 'noarp' })
  }
  await neighbours.add('far', 'fe80::9', { state: 'incomplete' })
  const asIp = ({ address, linkName, hardwareAddress, state }: Neighbour) => ({
    dst: address,
    dev: linkName,
    ...(hardwareAddress === undefined ? {} : { lladdr: hardwareAddress }),
    state: [String(state).toUpperCase()],
  })
  // The kernel's own entries of multicast come and go.
  const isOurs = ({ dst }: { dst?: unknown }) =>
    !String(dst).startsWith('ff02') && !String(dst).startsWith('224.')
  const told = ip('neighbour', 'show', 'nud', 'all').filter(isOurs)
  assert.ok(told.length >= 197, String(told.length))
  assert.deepEqual((await neighbours.list()).map(asIp).filter(isOurs).sort(byDst), told.sort(byDst))

  await neighbours.add('near', '10.0.0.200', {}, { proxy: true })
  await neighbours.add('near', 'fd00::200', {}, { proxy: true })
  const proxies = await neighbours.list({ proxy: true })
  assert.deepEqual(
    proxies.map(({ address, linkName }) => ({ dst: address, dev: linkName, proxy: null })),
    ip('neighbour', 'show', 'proxy'),
  )
  assert.ok(proxies.every(({ flags }) => flags.includes('proxy')))
  assert.equal((await neighbours.get('near', 'fd00::200', { proxy: true })).address, 'fd00::200')
  await neighbours.delete('near', 'fd00::200', { proxy: true })
  await neighbours.delete('near', '10.0.0.200', { proxy: true })
  assert.deepEqual(await neighbours.list({ proxy: true }), [])
})

test('what is known of a neighbour besides is as ip(8) tells it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { neighbours } = network
  await pair(network)
  const change = { hardwareAddress: mac, state: 'stale', protocol: 'static', externLearn: true } as const
  await neighbours.add('near', '10.0.0.2', change)
  await neighbours.add('near', 'fd00::2', { ...change, router: true })
  const told = ip('-s', 'neighbour', 'show', 'dev', 'near').filter(({ lladdr }) => lladdr === mac)
  const ours = (await neighbours.list({ link: 'near' })).filter(
    ({ hardwareAddress }) => hardwareAddress === mac,
  )
  assert.equal(ours.length, 2)
  for (const one of ours) {
    const of = told.find(({ dst }) => dst === one.address) ?? {}
    assert.deepEqual([of['probes'], of['protocol']], [one.probes, one.protocol])
    assert.equal('router' in of, one.flags.includes('router'))
    assert.ok(one.flags.includes('extern_learn') && 'extern_learn' in of)
    for (const [name, seconds] of [
      ['used', one.cache?.used],
      ['confirmed', one.cache?.confirmed],
      ['updated', one.cache?.updated],
    ] as const) {
      assert.ok(Math.abs(Number(of[name]) - (seconds ?? -1000)) < 60, `${name} ${of[name]} ${seconds}`)
    }
  }
  const managed = await refusal(neighbours.add('near', '10.0.0.3', { managed: true, hardwareAddress: mac }))
  assert.equal(managed.code, 'ERR_INVALID_ARGUMENT')
  await neighbours.add('near', '10.0.0.3', { managed: true })
  // Before Linux 5.16 the kernel does not know it.
  const { flags } = await neighbours.get('near', '10.0.0.3')
  t.diagnostic(`a managed neighbour: ${flags.join(', ')}`)
})

test('the kernel picks neighbours by link and version', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { neighbours } = network
  await pair(network)
  for (const link of ['near', 'far']) {
    await neighbours.add(link, '10.0.0.7', { hardwareAddress: mac })
    await neighbours.add(link, 'fd00::7', { hardwareAddress: mac })
  }
  await neighbours.add('near', '10.0.0.8', {}, { proxy: true })
  await neighbours.add('far', '10.0.0.9', {}, { proxy: true })
  const told = async (options: NeighbourListOptions) =>
    (await neighbours.list(options))
      .filter(({ address }) => /^(10|fd00)[.:]/.test(address))
      .map(({ linkName, address }) => `${linkName} ${address}`)
      .sort()
  assert.deepEqual(await told({ link: 'near' }), ['near 10.0.0.7', 'near fd00::7'])
  assert.deepEqual(await told({ link: 'far', version: 4 }), ['far 10.0.0.7'])
  assert.deepEqual(await told({ version: 6 }), ['far fd00::7', 'near fd00::7'])
  assert.deepEqual(await told({ link: 'near', proxy: true }), ['near 10.0.0.8'])
})

test('the kernel finds a neighbour by itself', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  await pair(network)
  await network.neighbours.replace('near', '10.0.0.77', { state: 'incomplete' })
  const one = await network.neighbours.get('near', '10.0.0.77')
  assert.equal(one.hardwareAddress, undefined)
})

test('refusals read well', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { neighbours } = network
  await pair(network)
  await neighbours.add('near', '10.0.0.2', { hardwareAddress: mac })
  const twice = await refusal(neighbours.add('near', '10.0.0.2', { hardwareAddress: mac }))
  assert.equal(twice.code, 'EEXIST')
  assert.equal(
    twice.message,
    'cannot add the neighbour 10.0.0.2 of the link near: there is such a neighbour already',
  )
  assert.equal((await refusal(neighbours.get('near', '10.0.0.9'))).code, 'ENOENT')
  const missing = await refusal(neighbours.delete('near', '10.0.0.9'))
  assert.equal(missing.code, 'ENOENT')
  assert.match(missing.message, /^cannot delete the neighbour 10\.0\.0\.9 of the link near: /)
  assert.equal((await refusal(neighbours.add('nobody', '10.0.0.9'))).code, 'ENODEV')
  const short = await refusal(neighbours.add('near', '10.0.0.3', { hardwareAddress: '02:fc' }))
  assert.equal(short.code, 'EINVAL')
  assert.equal(short.detail, 'Invalid link address')
})

test('what is no neighbour never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { neighbours } = network
  const unknown: object = { colour: 'red' }
  for (const attempt of [
    () => neighbours.add('lo', '10.0.0.0/8'),
    () => neighbours.add('lo', 'fe80::1%lo'),
    () => neighbours.add('lo', '10.0.0.1', { hardwareAddress: '' }),
    () => neighbours.add('lo', '10.0.0.1', { hardwareAddress: '02:fc:0' }),
    () => neighbours.add('lo', '10.0.0.1', { hardwareAddress: Array(33).fill('00').join(':') }),
    () => neighbours.add('lo', '10.0.0.1', { state: 'near' as 'stale' }),
    () => neighbours.add('lo', '10.0.0.1', { hardwareAddress: mac }, { proxy: true }),
    () => neighbours.add('lo', '10.0.0.1', { protocol: 256 }),
    () => neighbours.add('lo', '10.0.0.1', { hardwareAddress: mac, router: true }),
    () => neighbours.list({ version: 5 as 4 }),
    () => neighbours.list(unknown),
    () => neighbours.add('lo', '10.0.0.1', unknown),
    () => neighbours.replace('lo', '10.0.0.1', {}, unknown),
    () => neighbours.get('lo', '10.0.0.1', unknown),
    () => neighbours.delete('lo', '10.0.0.1', unknown),
  ]) {
    assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT')
  }
  const conversation = await emptyConversation(t)
  for (const change of [{}, { link: 1 }, { link: 1, version: 4, address: '::1' }, { link: -1, version: 4 }]) {
    assert.throws(() => conversation.addNeighbour(change as never), TypeError)
  }
})

function byDst(one: { dst?: unknown }, other: { dst?: unknown }): number {
  return String(one.dst) < String(other.dst) ? -1 : 1
}
