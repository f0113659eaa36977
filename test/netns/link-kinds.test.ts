import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isDeepStrictEqual } from 'node:util'
import type { Link } from '#dist/network/link.js'
import type { LinkCreation } from '#dist/network/link-creation.js'
import type { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { emptyConversation, emptyNetwork, networkAndIp, refusal } from './networks.js'

/** Creates a link; undefined where the kernel has none of its kind. */
async function created({ links }: Network, creation: LinkCreation): Promise<Link | undefined> {
  return await links.create(creation).catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'EOPNOTSUPP') throw error
    return undefined
  })
}

/** The part of `ip -json -details link show` that tells of the kind. */
function dataOf(ip: (...args: string[]) => Record<string, unknown>[], name: string): Record<string, unknown> {
  const [link] = ip('link', 'show', name) as { linkinfo: { info_data: Record<string, unknown> } }[]
  return link?.linkinfo.info_data ?? {}
}

test('a bridge has the options that it was given, as ip(8) tells them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const bridge = {
    forwardDelay: 400,
    helloTime: 100,
    maxAge: 700,
    ageingTime: 5000,
    stp: true,
    priority: 4096,
    multicastSnooping: false,
  }
  const link = await network.links.create({ name: 'b', kind: 'bridge', bridge })
  const { multicastSnooping, vlanFiltering, vlanDefaultPvid, ...rest } = link.bridge ?? {}
  assert.deepEqual({ ...rest, multicastSnooping: false }, bridge)
  // Kernels may be without.
  assert.ok(multicastSnooping === undefined || !multicastSnooping)
  assert.ok(vlanDefaultPvid === undefined || vlanDefaultPvid === 1)
  const told = dataOf(ip, 'b')
  assert.deepEqual(
    [told['forward_delay'], told['hello_time'], told['max_age'], told['ageing_time'], told['stp_state']],
    [400, 100, 700, 5000, 1],
  )
  assert.equal(told['priority'], 4096)
  assert.equal(told['vlan_filtering'], vlanFiltering === undefined ? undefined : 0)
  const plain = await network.links.create({ name: 'c', kind: 'bridge' })
  assert.equal(plain.bridge?.forwardDelay, 1500)
  assert.equal(plain.bridge?.stp, false)
  assert.ok(Object.isFrozen(plain.bridge))
})

test('macvlan, ipvlan, vlan and vrf have what they were given, as ip(8) tells it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const known: string[] = []
  for (const mode of ['private', 'vepa', 'bridge', 'source'] as const) {
    const creation = { name: 'm', kind: 'macvlan', lower: 'near', macvlan: { mode } }
    const macvlan = await created(network, creation)
    if (macvlan === undefined) break
    known.push('macvlan')
    assert.deepEqual([macvlan.macvlan?.mode, macvlan.lowerName], [mode, 'near'])
    assert.equal(dataOf(ip, 'm')['mode'], mode)
    await network.links.delete('m')
  }
  for (const [mode, flag] of [
    ['l2', 'private'],
    ['l3', 'vepa'],
    ['l3s', 'bridge'],
  ] as const) {
    const creation = { name: 'i', kind: 'ipvlan', lower: 'far', ipvlan: { mode, flag } }
    const ipvlan = await created(network, creation)
    if (ipvlan === undefined) break
    known.push('ipvlan')
    assert.deepEqual(ipvlan.ipvlan, { mode, flag })
    assert.equal(dataOf(ip, 'i')['mode'], mode)
    await network.links.delete('i')
  }
  for (const protocol of ['802.1Q', '802.1ad'] as const) {
    const creation = { name: 'v', kind: 'vlan', vlan: { lower: 'near', id: 7, protocol } }
    const vlan = await created(network, creation)
    if (vlan === undefined) break
    known.push('vlan')
    assert.deepEqual([vlan.vlan, vlan.lowerName], [{ id: 7, protocol }, 'near'])
    const told = dataOf(ip, 'v')
    assert.deepEqual([told['id'], told['protocol']], [7, protocol])
    await network.links.delete('v')
  }
  const vrf = await created(network, { name: 'red', kind: 'vrf', vrf: { table: 70000 } })
  if (vrf !== undefined) {
    known.push('vrf')
    assert.deepEqual(vrf.vrf, { table: 70000 })
    assert.equal(dataOf(ip, 'red')['table'], 70000)
    const member = await created(network, { name: 'd', kind: 'bridge', master: 'red' })
    assert.equal(member?.masterName, 'red')
    assert.ok((await network.rules.list()).some(({ l3mdev }) => l3mdev))
  }
  t.diagnostic(`kinds of this kernel: ${[...new Set(known)].join(', ') || 'none of these'}`)
})

test('a macvlan of mode source hears those that it is told, as ip(8) tells them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const sources = ['02:fc:00:00:00:01', '02:fc:00:00:00:02']
  const creation = {
    name: 'm',
    kind: 'macvlan',
    lower: 'near',
    macvlan: { mode: 'source', sources },
  } as const
  const link = await created(network, creation)
  if (link === undefined) return t.skip('this kernel has no macvlan')
  assert.deepEqual([...(link.macvlan?.sources ?? [])].sort(), sources)
  assert.deepEqual((dataOf(ip, 'm')['macaddr_data'] as string[]).sort(), sources)
  // IFLA_MACVLAN_MACADDR_DATA has a name, IFLA_MACVLAN_MACADDR_COUNT has none.
  const types = link.kindAttributes?.map(({ type }) => type) ?? []
  assert.ok(!types.includes(5) && types.includes(6))
  await network.links.set('m', { macvlan: { sources: ['02:fc:00:00:00:03'] } })
  assert.deepEqual((await network.links.get('m')).macvlan?.sources, ['02:fc:00:00:00:03'])
  await network.links.set('m', { macvlan: { sources: [] } })
  assert.deepEqual(dataOf(ip, 'm')['macaddr_data'] ?? [], [])
  const wrong = network.links.set('m', { macvlan: { sources: ['everybody'] } })
  assert.equal((await refusal(wrong)).code, 'ERR_INVALID_ARGUMENT')
})

test('dummy and ifb need nothing but their name', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  for (const kind of ['dummy', 'ifb']) {
    const link = await created(network, {
      name: 'x',
      kind,
      mtu: 1300,
      group: 5,
      hardwareAddress: '02:fc:00:00:00:07',
    })
    if (link === undefined) continue
    assert.deepEqual([link.kind, link.mtu, link.group], [kind, 1300, 5])
    assert.equal(link.hardwareAddress, '02:fc:00:00:00:07')
    await network.links.delete('x')
  }
})

test('any other kind is given raw attributes, and the kernel reads them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { links } = network
  // VETH_INFO_PEER is a structure with attributes behind it: IFLA_IFNAME is 3.
  const name = Buffer.from('\x08\0\x03\0far\0', 'latin1')
  const peer = { type: 1, data: Buffer.concat([Buffer.alloc(16), name]) }
  const refused = await refusal(links.create({ name: 'near', kind: 'veth', kindAttributes: [peer] }))
  assert.equal(refused.code, 'ERR_INVALID_ARGUMENT')
  const conversation = await emptyConversation(t)
  await conversation.createLink({
    name: 'near',
    kind: 'veth',
    data: Buffer.concat([Buffer.from('\x1c\0\x01\0', 'latin1'), peer.data]),
  })
  assert.equal((await conversation.getLink({ name: 'far' }, false)).name, 'far')

  // A bond is made of them; IFLA_BOND_MODE is 1, active-backup.
  const bond = await created(network, {
    name: 'bond',
    kind: 'bond',
    kindAttributes: [{ type: 1, data: Uint8Array.of(1) }],
  })
  if (bond === undefined) return
  const mode = bond.kindAttributes?.find(({ type }) => type === 1)
  assert.deepEqual(mode?.data, Uint8Array.of(1))
})

test('further names, groups and hardware addresses are as ip(8) tells them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, group: 3 })
  const long = `the-near-end-${'x'.repeat(100)}`
  await links.addAlternativeName('near', long)
  await links.addAlternativeName('near', 'short')
  await links.set('near', { group: 7, hardwareAddress: '02:fc:00:00:00:09' })
  const link = await links.get(long)
  assert.deepEqual(await links.get('short'), link)
  assert.deepEqual(link.alternativeNames, [long, 'short'])
  assert.deepEqual([link.name, link.group, link.hardwareAddress], ['near', 7, '02:fc:00:00:00:09'])
  const told = ip('-N', 'link', 'show', 'near')[0] ?? {}
  assert.deepEqual(told['altnames'], [long, 'short'])
  assert.deepEqual(
    [told['group'], told['address'], told['txqlen']],
    ['7', link.hardwareAddress, link.transmitQueueLength],
  )
  const taken = await refusal(links.addAlternativeName('far', 'short'))
  assert.equal(taken.code, 'EEXIST')
  await links.deleteAlternativeName(long, long)
  assert.deepEqual((await links.get('near')).alternativeNames, ['short'])
  assert.equal((await refusal(links.get(long))).code, 'ENODEV')
  for (const name of ['', 'a b', 'x'.repeat(128), 'a/b']) {
    assert.equal((await refusal(links.addAlternativeName('near', name))).code, 'ERR_INVALID_ARGUMENT')
  }
})

test('statistics are counted in 64 bits, as ip(8) tells them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip', 'IPv6')) return
  const { network, ip } = await networkAndIp(t)
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, up: true })
  await network.links.set('far', { up: true })
  const read = async () => (await network.links.get('near')).statistics
  type Told = Record<'stats64', Record<'rx' | 'tx', Record<string, number>>>
  // Until nothing was counted meanwhile, and the kernel's own IPv6 has sent something.
  let [statistics, told] = [await read(), undefined as Told | undefined]
  for (;;) {
    told = ip('-s', '-s', 'link', 'show', 'near')[0] as Told
    const after = await read()
    if (isDeepStrictEqual(statistics, after) && (after?.sent.packets ?? 0n) > 0n) break
    statistics = after
  }
  const { rx, tx } = told.stats64
  const numbers = (counters: object = {}) =>
    Object.fromEntries(Object.entries(counters).map(([name, counter]) => [name, Number(counter as bigint)]))
  assert.equal(typeof statistics?.received.bytes, 'bigint')
  assert.deepEqual(numbers(statistics?.received), {
    packets: rx['packets'],
    bytes: rx['bytes'],
    errors: rx['errors'],
    dropped: rx['dropped'],
    multicast: rx['multicast'],
    overErrors: rx['over_errors'],
    missed: rx['missed_errors'],
  })
  assert.deepEqual(numbers(statistics?.sent), {
    packets: tx['packets'],
    bytes: tx['bytes'],
    errors: tx['errors'],
    dropped: tx['dropped'],
    collisions: tx['collisions'],
    carrierErrors: tx['carrier_errors'],
  })
  const lo = (await network.links.list())[0]
  assert.equal(lo?.statistics?.sent.bytes, 0n)
})

test('what is no link of its kind never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const name = 'x'
  const wrong: LinkCreation[] = [
    { name, kind: 'vrf' },
    { name, kind: 'vrf', vrf: { table: 0 } },
    { name, kind: 'dummy', vrf: { table: 5 } },
    { name, kind: 'macvlan', lower: 'lo', macvlan: { mode: 'loud' as 'vepa' } },
    { name, kind: 'macvlan', lower: 'lo', macvlan: { mode: 'toString' as 'vepa' } },
    { name, kind: 'ipvlan', lower: 'lo', ipvlan: { flag: 'l2' as 'vepa' } },
    { name, kind: 'bridge', bridge: { priority: 65536 } },
    { name, kind: 'bridge', bridge: { vlanDefaultPvid: 4095 } },
    { name, kind: 'bridge', group: -1 },
    { name, kind: 'bridge', hardwareAddress: `02${':00'.repeat(40)}` },
    { name, kind: 'bond', kindAttributes: [{ type: 0, data: new Uint8Array() }] },
    { name, kind: 'bond', kindAttributes: [{ type: 1, data: new Uint8Array(65536) }] },
    { name, kind: 'bond', kindAttributes: [{ type: 1, data: [{ type: 70000, data: [] }] }] },
  ]
  for (const creation of wrong) {
    assert.equal(
      (await refusal(links.create(creation))).code,
      'ERR_INVALID_ARGUMENT',
      JSON.stringify(creation),
    )
  }
  assert.equal((await links.list()).length, 1)
})
