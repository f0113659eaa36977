import assert from 'node:assert/strict'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { emptyConversation, emptyNetwork, refusal } from './networks.js'

test('a link is found by its name, its index and a snapshot of it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const lo = await links.get('lo')
  assert.deepEqual(lo, {
    index: 1,
    name: 'lo',
    kind: undefined,
    up: false,
    flags: ['loopback'],
    mtu: 65536,
    minMtu: undefined,
    maxMtu: undefined,
    mode: 'default',
    protocolDown: false,
    broadcastAddress: '00:00:00:00:00:00',
    permanentAddress: undefined,
    promiscuity: 0,
    allMulticast: lo.allMulticast,
    addressGenerationMode: lo.addressGenerationMode,
    lowerNamespaceId: undefined,
    port: undefined,
    transmitQueues: 1,
    receiveQueues: lo.receiveQueues,
    qdisc: 'noop',
    segmentation: lo.segmentation,
    ...{ parentBus: undefined, parentDevice: undefined },
    ...{ physicalPortName: undefined, physicalPortId: undefined, physicalSwitchId: undefined },
    operationalState: 'down',
    type: 772,
    hardwareAddress: '00:00:00:00:00:00',
    lower: undefined,
    lowerName: undefined,
    master: undefined,
    masterName: undefined,
    alternativeNames: [],
    alias: undefined,
    group: 0,
    transmitQueueLength: 1000,
    statistics: {
      received: {
        bytes: 0n,
        packets: 0n,
        errors: 0n,
        dropped: 0n,
        overErrors: 0n,
        missed: 0n,
        multicast: 0n,
      },
      sent: { bytes: 0n, packets: 0n, errors: 0n, dropped: 0n, carrierErrors: 0n, collisions: 0n },
    },
    vlan: undefined,
    bridge: undefined,
    macvlan: undefined,
    ipvlan: undefined,
    vrf: undefined,
    tun: undefined,
    kindAttributes: undefined,
  })
  assert.deepEqual(await links.get(1), lo)
  assert.deepEqual(await links.get(lo), lo)
  assert.deepEqual(await links.list(), [lo])
  assert.ok(Object.isFrozen(lo) && Object.isFrozen(lo.flags) && Object.isFrozen(await links.list()))
})

test('a veth pair is created, tells its other end, and is deleted with it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const near = await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, mtu: 1400, up: true })
  assert.equal(near.kind, 'veth')
  assert.equal(near.mtu, 1400)
  assert.equal(near.up, true)
  assert.equal(near.lowerName, 'far')
  assert.match(near.hardwareAddress ?? '', /^([0-9a-f]{2}:){5}[0-9a-f]{2}$/)
  const far = await links.get('far')
  assert.equal(far.up, false)
  assert.equal(far.lower, near.index)
  await links.delete('far')
  assert.deepEqual(
    (await links.list()).map(({ name }) => name),
    ['lo'],
  )
})

test('the kinds that need nothing but their name', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const known: string[] = []
  for (const kind of ['bridge', 'dummy', 'wireguard', 'ifb']) {
    try {
      assert.equal((await links.create({ name: `${kind}0`, kind })).kind, kind)
      known.push(kind)
    } catch (error) {
      // Not every kernel has every kind, but then it has to be that.
      const { code, detail } = await refusal(Promise.reject(error))
      assert.deepEqual({ code, detail }, { code: 'EOPNOTSUPP', detail: 'Unknown device type' })
    }
  }
  t.diagnostic(`this kernel has ${known.join(', ')}`)
  assert.ok(known.length > 0)
})

test('a vlan takes the traffic of the link below it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const near = await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const creation = { name: 'near.5', kind: 'vlan', vlan: { lower: near, id: 5 } }
  const vlan = await links.create(creation).catch((error: unknown) => error)
  if (vlan instanceof Error) {
    assert.equal((await refusal(Promise.reject(vlan))).detail, 'Unknown device type')
  } else {
    assert.equal((await links.get('near.5')).lowerName, 'near')
  }
})

test('creating a link that exists says so', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const error = await refusal(links.create({ name: 'lo', kind: 'veth', peer: { name: 'far' } }))
  assert.equal(
    error.message,
    'cannot create the link lo of kind veth: a link of this name or index exists already',
  )
  assert.equal(error.code, 'EEXIST')
  assert.equal(error.errno, -17)
  assert.equal(error.operation, 'link.create')
  assert.equal(error.subject, 'lo')
  assert.equal(error.outcome, 'not-applied')
  assert.equal((await links.list()).length, 1)
})

test('a kind that the kernel lacks is told with the kernel’s words and a remedy', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const error = await refusal(links.create({ name: 'x', kind: 'nonsense' }))
  assert.equal(
    error.message,
    'cannot create the link x of kind nonsense: the kernel has no links of this kind (the kernel says "Unknown device type")',
  )
  assert.match(error.remedy ?? '', /module/)
})

test('the attribute that the kernel refuses has a name and a path', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const conversation = await emptyConversation(t)
  const tooLong = 'a-name-of-16-byt'
  await assert.rejects(conversation.createLink({ name: tooLong, kind: 'veth', peer: { name: 'far' } }), {
    syscall: 'RTM_NEWLINK',
    attribute: 'IFLA_IFNAME',
  })
  await assert.rejects(conversation.createLink({ name: 'near', kind: 'veth', peer: { name: tooLong } }), {
    syscall: 'RTM_NEWLINK',
    attribute: 'IFLA_LINKINFO/IFLA_INFO_DATA/VETH_INFO_PEER/IFLA_IFNAME',
  })
})

test('a change of several properties is made in the order that the kernel takes', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const near = await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  await links.set(near, { up: true, mtu: 1280, name: 'wg0' })
  const { name, mtu, up } = await links.get(near)
  assert.deepEqual({ name, mtu, up }, { name: 'wg0', mtu: 1280, up: true })
  await links.set('wg0', { name: 'wg1', up: false })
  assert.equal((await links.get('wg1')).up, false)
})

test('a change that is refused half way says so', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const first = await refusal(links.set('near', { mtu: 1, up: true }))
  assert.equal(first.outcome, 'not-applied')
  assert.equal(
    first.message,
    'cannot set the MTU 1 of the link near: the kernel takes it for invalid (the kernel says "mtu less than device minimum")',
  )
  assert.equal((await links.get('near')).up, false)
  const second = await refusal(links.set('near', { name: 'middle', mtu: 1, up: true }))
  assert.equal(second.outcome, 'partly-applied')
  const { name, up } = await links.get('middle')
  assert.deepEqual({ name, up }, { name: 'middle', up: false })
})

test('a link joins a bridge and leaves it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  const bridge = await links.create({ name: 'bridge', kind: 'bridge' })
  await links.set('near', { master: bridge })
  const { master, masterName } = await links.get('near')
  assert.deepEqual({ master, masterName }, { master: bridge.index, masterName: 'bridge' })
  assert.equal((await links.list()).find(({ name }) => name === 'near')?.masterName, 'bridge')
  await links.set('near', { master: null })
  assert.equal((await links.get('near')).master, undefined)
})

test('a link that is not there is no link to anything', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const attempts = [
    () => links.get('wg0'),
    () => links.get(4711),
    () => links.set('wg0', { up: true }),
    () => links.delete('wg0'),
    () => links.delete(4711),
    () => links.move('wg0', 0),
  ]
  for (const attempt of attempts) {
    const { code, message } = await refusal(attempt)
    assert.equal(code, 'ENODEV')
    assert.match(message, /^cannot (find|delete) the link (wg0|number 4711): there is no such link/)
  }
})

test('names and numbers that are none never reach the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const names = ['', '.', '..', 'a/b', 'a b', 'a\tb', 'a:b', 'a\0b', 'wg%d', 'sixteen-bytes-16', 'ääääääää']
  for (const name of names) {
    for (const attempt of [
      // One that is too long for a name, or has a per cent sign, may be an alternative one.
      () => links.get(Buffer.byteLength(name) > 15 || name.includes('%') ? `${name}/` : name),
      () => links.create({ name, kind: 'bridge' }),
      () => links.create({ name: 'ok', kind: 'veth', peer: { name } }),
      () => links.set('lo', { name }),
    ]) {
      assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT', JSON.stringify(name))
    }
  }
  for (const number of [0, -1, 1.5, Number.NaN, 2 ** 31]) {
    for (const attempt of [
      () => links.get(number),
      () => links.set('lo', { mtu: number }),
      () => links.delete(number),
    ]) {
      assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT', String(number))
    }
  }
  for (const creation of [
    { name: 'x', kind: '' },
    { name: 'x', kind: 'veth' },
    { name: 'x', kind: 'bridge', peer: { name: 'y' } },
    { name: 'x', kind: 'vlan' },
    { name: 'x', kind: 'vlan', vlan: { lower: 'lo', id: 4095 } },
    { name: 'x', kind: 'bridge', namespace: -1 },
  ]) {
    assert.equal((await refusal(links.create(creation))).code, 'ERR_INVALID_ARGUMENT')
  }
  assert.equal((await links.list()).length, 1)
})

test('the longest name is one of 15 bytes', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const { name } = await links.create({ name: 'exactly-15-byte', kind: 'bridge' })
  assert.equal((await links.get('exactly-15-byte')).name, name)
})

test('a list that takes many messages is whole', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  const names = Array.from({ length: 60 }, (_, at) => `near${at}`)
  await Promise.all(names.map((name, at) => links.create({ name, kind: 'veth', peer: { name: `far${at}` } })))
  const list = await links.list()
  assert.equal(list.length, 121)
  for (const name of names) {
    assert.equal(list.find((link) => link.name === name)?.lowerName, name.replace('near', 'far'))
  }
})

test('an alternative name may have a per cent sign, and finds the link', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { links } = await emptyNetwork(t)
  for (const name of ['a%b', 'wg%d', 'a name of more than fifteen bytes, %'.replaceAll(' ', '-')]) {
    await links.addAlternativeName('lo', name)
    assert.equal((await links.get(name)).name, 'lo')
    await links.set(name, { mtu: 1400 })
    await links.deleteAlternativeName(name, name)
    const { code, message } = await refusal(links.deleteAlternativeName('lo', name))
    assert.ok(['ENOENT', 'EINVAL'].includes(code), code)
    assert.match(message, /: the link does not have this name/)
  }
})
