/** Links of kind tun: made by ioctl, told by netlink; ip(8) beside us. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { inChild } from './child.js'
import { networkAndIp, refusal } from './networks.js'

const rig = ['addon', 'launcher', 'userns', 'tun', 'ip'] as const

test('tun and tap, as ip shows them', async (t) => {
  if (!needs(t, ...rig)) return
  const { network, ip } = await networkAndIp(t)
  const tun = await network.links.create({ name: 't0', kind: 'tun', tun: { mode: 'tun' } })
  assert.deepEqual([tun.kind, tun.mtu, tun.up], ['tun', 1500, false])
  const plain = { packetInformation: false, vnetHeader: false, multiQueue: false, persistent: true }
  assert.deepEqual(tun.tun, { mode: 'tun', owner: undefined, group: undefined, ...plain })
  assert.equal(tun.kindAttributes, undefined)
  const told = (name: string) => {
    const [link] = ip('link', 'show', 'dev', name) as { linkinfo?: Record<string, unknown> }[]
    return link?.linkinfo
  }
  assert.deepEqual(told('t0'), {
    info_kind: 'tun',
    info_data: { type: 'tun', pi: false, vnet_hdr: false, multi_queue: false, persist: true },
  })

  const options = { mode: 'tap', packetInformation: true, vnetHeader: true, multiQueue: true } as const
  const hardwareAddress = '02:fc:00:00:00:09'
  await network.links.create({ name: 'b0', kind: 'bridge' })
  const creation = { mtu: 1400, group: 7, master: 'b0', up: true, hardwareAddress }
  const tap = await network.links.create({ name: 't1', kind: 'tun', tun: options, ...creation })
  assert.deepEqual(tap.tun, { owner: undefined, group: undefined, ...options, persistent: true })
  assert.deepEqual(
    [tap.mtu, tap.group, tap.masterName, tap.up, tap.hardwareAddress],
    [1400, 7, 'b0', true, hardwareAddress],
  )
  const data = told('t1')?.['info_data'] as Record<string, unknown>
  const shown = [data['type'], data['pi'], data['vnet_hdr'], data['persist'], data['multi_queue']]
  assert.deepEqual(shown, ['tap', true, true, true, true])

  await network.links.delete('t0')
  await network.links.delete('t1')
  assert.equal((await refusal(network.links.get('t1'))).code, 'ENODEV')
})

test('owner and group, what ip tuntap shows, and one that it makes', (t) => {
  if (!needs(t, ...rig, 'unshare')) return
  inChild('tun-owner.js', 'unshare', '--user', '--map-root-user', '--net', '--mount')
})

test('a name that is taken, and one that its other options make impossible', async (t) => {
  if (!needs(t, ...rig)) return
  const { network } = await networkAndIp(t)
  const tun = { mode: 'tun' } as const
  await network.links.create({ name: 't0', kind: 'tun', tun })
  const taken = await refusal(network.links.create({ name: 't0', kind: 'tun', tun }))
  assert.equal(taken.code, 'EEXIST')
  assert.match(
    taken.message,
    /^cannot create the link t0 of kind tun: a link of this name or index exists already/,
  )
  assert.equal((await refusal(network.links.create({ name: 'lo', kind: 'tun', tun }))).code, 'EEXIST')

  const small = await refusal(network.links.create({ name: 't1', kind: 'tun', tun, mtu: 1 }))
  assert.equal(small.code, 'EINVAL')
  assert.equal((await refusal(network.links.get('t1'))).code, 'ENODEV')
})

test('what is no tun is refused before anything is made', async (t) => {
  if (!needs(t, ...rig)) return
  const { network } = await networkAndIp(t)
  const tun = { mode: 'tun' } as const
  const wrong = [
    { kind: 'tun' },
    { kind: 'dummy', tun },
    { kind: 'tun', tun: { mode: 'tub' as 'tun' } },
    { kind: 'tun', tun: {} as typeof tun },
    { kind: 'tun', tun: { ...tun, owner: -1 } },
    { kind: 'tun', tun: { ...tun, group: 2 ** 32 - 1 } },
    { kind: 'tun', tun, lower: 'lo' },
    { kind: 'tun', tun, namespace: 0 },
    { kind: 'tun', tun, kindAttributes: [] },
    { kind: 'tun', tun, vrf: { table: 1 } },
    { kind: 'tun', tun, mtu: 0 },
  ]
  for (const creation of wrong) {
    const error = await refusal(network.links.create({ name: 't0', ...creation }))
    assert.deepEqual([error.code, error.operation], ['ERR_INVALID_ARGUMENT', 'link.create'], String(error))
  }
  assert.equal((await network.links.list()).length, 1)
})

test('without rights, or without /dev/net/tun', async (t) => {
  if (!needs(t, ...rig, 'unshare')) return
  if (process.getuid?.() !== 0) {
    await using own = await Network.open()
    const error = await refusal(own.links.create({ name: 't0', kind: 'tun', tun: { mode: 'tun' } }))
    assert.equal(error.code, 'EPERM')
  }
  inChild(
    'tun-closed.js',
    'unshare',
    '--user',
    '--map-root-user',
    '--net',
    '--mount',
    'sh',
    '-c',
    'mount -t tmpfs tmpfs /dev/net && exec "$0" "$@"',
  )
})
