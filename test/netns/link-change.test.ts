// What is changed of a link, and what one is born with, ip(8) shows.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { LinkChange } from '#dist/network/link-change.js'
import { needs } from '../needs.js'
import { emptyNetwork, networkAndIp, refusal } from './networks.js'

type Told = Record<string, unknown> & { flags?: string[]; linkinfo?: Record<string, unknown> }

test('an alias is given, told and taken away', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  await links.create({ name: 'b', kind: 'bridge' })
  const told = () => ip('link', 'show', 'b')[0]?.['ifalias']
  for (const none of [null, ''] as const) {
    const alias = `ünder ${'x'.repeat(248)}`
    await links.set('b', { alias })
    assert.deepEqual([(await links.get('b')).alias, told()], [alias, alias])
    await links.set('b', { alias: none })
    assert.deepEqual([(await links.get('b')).alias, told()], [undefined, undefined])
  }
})

test('flags and the length of the queue are changed, as ip(8) shows them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  await links.create({ name: 'b', kind: 'bridge' })
  const flags = () => ((ip('link', 'show', 'b')[0] ?? {}) as Told).flags ?? []
  const ours = () => flags().filter((flag) => !['BROADCAST', 'NO-CARRIER', 'LOWER_UP'].includes(flag))
  await links.set('b', { arp: false, multicast: false, promiscuous: true, allMulticast: true })
  assert.deepEqual(ours().sort(), ['ALLMULTI', 'NOARP', 'PROMISC'])
  const link = await links.get('b')
  assert.deepEqual([...link.flags].sort(), ['allmulti', 'broadcast', 'noarp', 'promisc'])
  assert.equal(link.promiscuity, 1)
  // What is absent stays.
  await links.set('b', { promiscuous: false, transmitQueueLength: 77, up: true })
  assert.deepEqual(ours().sort(), ['ALLMULTI', 'NOARP', 'UP'])
  await links.set('b', { arp: true, multicast: true, allMulticast: false })
  assert.deepEqual(ours().sort(), ['MULTICAST', 'UP'])
  assert.deepEqual(
    [(await links.get('b')).transmitQueueLength, ip('link', 'show', 'b')[0]?.['txqlen']],
    [77, 77],
  )
})

test('options of its kind are changed after its birth', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  await links.create({ name: 'b', kind: 'bridge', bridge: { priority: 7 } })
  // IFLA_BR_GROUP_FWD_MASK.
  const kindAttributes = [{ type: 9, data: new Uint8Array(Uint16Array.of(16).buffer) }]
  await links.set('b', { bridge: { stp: true, helloTime: 300 }, kindAttributes })
  const { bridge } = await links.get('b')
  assert.deepEqual([bridge?.stp, bridge?.helloTime, bridge?.priority], [true, 300, 7])
  const data = ((ip('link', 'show', 'b')[0] ?? {}) as Told).linkinfo?.['info_data'] as Told
  assert.deepEqual([data['stp_state'], data['hello_time'], data['group_fwd_mask']], [1, 300, '0x10'])
  await links.set('b', { kind: 'bridge', kindAttributes: [{ type: 9, data: new Uint8Array(2) }] })

  const other = await refusal(links.set('b', { ipvlan: { mode: 'l2' } }))
  assert.equal(other.code, 'EOPNOTSUPP')
  assert.match(other.message, /^cannot set the options of the link b: the link cannot be changed so/)
  const wrong = await refusal(links.set('b', { bridge: { helloTime: 1_000_000 } }))
  assert.equal(wrong.code, 'ERANGE')
})

test('a link and the other end of a veth are born with what they are given', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  const own = { mtu: 1400, transmitQueueLength: 5, group: 3, arp: false, transmitQueues: 3, receiveQueues: 2 }
  const near = await links.create({
    ...{ name: 'near', kind: 'veth', up: true, index: 70, hardwareAddress: '02:fc:00:00:00:01', ...own },
    peer: {
      ...{ name: 'far', index: 71, mtu: 1300, hardwareAddress: '02:fc:00:00:00:02', group: 4 },
      ...{ transmitQueueLength: 6, multicast: false, broadcastAddress: 'ff:ff:ff:ff:ff:fe' },
    },
  })
  const far = await links.get('far')
  assert.deepEqual([near.index, near.mtu, near.transmitQueueLength, near.group], [70, 1400, 5, 3])
  assert.deepEqual([near.transmitQueues, near.hardwareAddress], [3, '02:fc:00:00:00:01'])
  // Kernels may be without.
  if (near.receiveQueues !== undefined) assert.equal(near.receiveQueues, 2)
  assert.ok(near.up && near.flags.includes('noarp'))
  assert.deepEqual([far.index, far.mtu, far.transmitQueueLength, far.group], [71, 1300, 6, 4])
  assert.ok(!far.up && !far.flags.includes('multicast'))
  const told = ip('-N', 'link', 'show', 'far')[0] ?? {}
  assert.deepEqual(
    [told['address'], told['broadcast'], told['mtu'], told['txqlen'], told['group']],
    [far.hardwareAddress, 'ff:ff:ff:ff:ff:fe', 1300, 6, '4'],
  )
  const more = { name: 'more', kind: 'veth' }
  const taken = await refusal(links.create({ ...more, index: 72, peer: { name: 'other', index: 70 } }))
  assert.equal(taken.code, 'EBUSY')
  const again = await refusal(links.create({ ...more, index: 70, peer: { name: 'other' } }))
  assert.equal(again.code, 'EEXIST')
  // The kernel would choose one.
  const alone = await refusal(links.create({ ...more, peer: { name: 'other', index: 73 } }))
  assert.match(alone.message, /^peer\.index: is heeded only where index is given as well/)
})

test('an option that there is not is refused by its name', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const unknown: object = { colour: 'red' }
  const peer = { name: 'far', ...unknown }
  for (const attempt of [
    () => links.set('lo', { mtu: 1500, ...unknown }),
    () => links.create({ name: 'b', kind: 'bridge', ...unknown }),
    () => links.create({ name: 'b', kind: 'bridge', bridge: unknown }),
    () => links.create({ name: 'near', kind: 'veth', peer }),
    () => links.create({ name: 'v', kind: 'vlan', vlan: { id: 5, lower: 'lo', ...unknown } }),
    () => links.create({ name: 'tun0', kind: 'tun', tun: { mode: 'tun', ...unknown } }),
    () => links.set('lo', { port: { kind: 'bridge', ...unknown } }),
    () => links.set('lo', { port: { bridge: unknown } }),
  ]) {
    const { code, subject, message } = await refusal(attempt)
    assert.deepEqual([code, subject], ['ERR_INVALID_ARGUMENT', 'colour'])
    assert.equal(message, 'colour: there is no such option')
  }
  assert.equal((await links.list()).length, 1)
})

test('what cannot be so never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const wrong: LinkChange[] = [
    { alias: 'x'.repeat(256) },
    { alias: 'a\0b' },
    { transmitQueueLength: -1 },
    { broadcastAddress: 'all' },
    { addressGenerationMode: 'eui' as 'eui64' },
    { kindAttributes: [] },
    { kind: 'vlan', bridge: {} },
    { bridge: {}, macvlan: {} },
    { port: {} },
    { port: { attributes: [] } },
    { port: { kind: 'bond', bridge: {} } },
    { port: { bridge: { state: 'open' as 'blocking' } } },
    { port: { bridge: { cost: 0 } } },
  ]
  for (const change of wrong) {
    assert.equal(
      (await refusal(links.set('lo', change))).code,
      'ERR_INVALID_ARGUMENT',
      JSON.stringify(change),
    )
  }
  const vlan = { name: 'v', kind: 'vlan', lower: 'lo', vlan: { id: 5, lower: 'lo' } }
  assert.match((await refusal(links.create(vlan))).message, /^lower: is vlan\.lower where the kind is vlan/)
  for (const queues of [{ transmitQueues: 0 }, { receiveQueues: 4097 }, { index: 0 }]) {
    const creation = { name: 'b', kind: 'bridge', ...queues }
    assert.equal((await refusal(links.create(creation))).code, 'ERR_INVALID_ARGUMENT')
  }
})
