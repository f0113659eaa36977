// What ip(8) shows of a link, links tell as well.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { test } from 'node:test'
import type { Link } from '#dist/network/link.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { networkAndIp } from './networks.js'

/** `ip -json -details link show`. */
type Told = Record<string, unknown> & { linkinfo?: Record<string, unknown> }

/** In the words of ip(8). */
function asIp(link: Link): Record<string, unknown> {
  return {
    ifindex: link.index,
    ifname: link.name,
    mtu: link.mtu,
    min_mtu: link.minMtu ?? 0,
    max_mtu: link.maxMtu ?? 0,
    qdisc: link.qdisc,
    linkmode: String(link.mode).toUpperCase(),
    address: link.hardwareAddress,
    broadcast: link.broadcastAddress,
    promiscuity: link.promiscuity,
    allmulti: link.allMulticast,
    inet6_addr_gen_mode: link.addressGenerationMode,
    num_tx_queues: link.transmitQueues,
    num_rx_queues: link.receiveQueues,
    txqlen: link.transmitQueueLength,
    ifalias: link.alias,
    gso_max_size: link.segmentation.gsoMaxSize,
    gso_max_segs: link.segmentation.gsoMaxSegments,
    tso_max_size: link.segmentation.tsoMaxSize,
    tso_max_segs: link.segmentation.tsoMaxSegments,
    gro_max_size: link.segmentation.groMaxSize,
    parentbus: link.parentBus,
    parentdev: link.parentDevice,
    phys_port_name: link.physicalPortName,
    phys_port_id: link.physicalPortId,
    phys_switch_id: link.physicalSwitchId,
  }
}

function assertAsIp(link: Link, told: Told): void {
  const expected = Object.keys(asIp(link)).map((key) => [key, told[key]])
  assert.deepEqual(asIp(link), Object.fromEntries(expected))
}

test('a link tells what ip(8) shows of it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip', 'IPv6')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  await links.create({ name: 'br0', kind: 'bridge', up: true })
  await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, master: 'br0', up: true })
  await links.set('far', { alias: 'the far end', addressGenerationMode: 'none' })
  const list = await links.list()
  assert.deepEqual(list.map(({ name }) => name).sort(), ['br0', 'far', 'lo', 'near'])
  for (const link of list) {
    const told = (ip('link', 'show', link.name)[0] ?? {}) as Told
    assertAsIp(link, told)
    // Timers of bridges and counters go on.
    const still = { statistics: undefined, kindAttributes: undefined, port: undefined }
    assert.deepEqual({ ...(await links.get(link.name)), ...still }, { ...link, ...still })
  }
  // Its ports make a bridge hear everything.
  assert.equal((await links.get('near')).promiscuity, 1)
})

test('the links of this machine tell what ip(8) shows of them, of their hardware too', async (t) => {
  if (!needs(t, 'addon', 'ip')) return
  await using network = await Network.open()
  const shown = JSON.parse(execFileSync('ip', ['-json', '-details', 'link'], { encoding: 'utf8' })) as Told[]
  for (const link of await network.links.list()) {
    const told = shown.find(({ ifindex }) => ifindex === link.index)
    if (told === undefined) continue // made by somebody meanwhile
    assertAsIp(link, told)
  }
})

test('a port of a bridge tells what it is there, as ip(8) shows it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  await links.create({ name: 'br0', kind: 'bridge', up: true })
  await links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, master: 'br0', up: true })
  const info = () => ((ip('link', 'show', 'near')[0] ?? {}) as Told).linkinfo ?? {}
  const same = async () => {
    const { port } = await links.get('near')
    assert.equal(port?.kind, info()['info_slave_kind'])
    const told = info()['info_slave_data'] as Record<string, unknown>
    const { bridge } = port ?? {}
    const pairs = [
      ['state', bridge?.state],
      ['priority', bridge?.priority],
      ['cost', bridge?.cost],
      ['hairpin', bridge?.hairpin],
      ['guard', bridge?.guard],
      ['root_block', bridge?.rootBlock],
      ['fastleave', bridge?.fastLeave],
      ['learning', bridge?.learning],
      ['flood', bridge?.flood],
      ['proxy_arp', bridge?.proxyArp],
      ['mcast_flood', bridge?.multicastFlood],
      ['bcast_flood', bridge?.broadcastFlood],
      ['mcast_to_unicast', bridge?.multicastToUnicast],
      ['neigh_suppress', bridge?.neighbourSuppression],
      ['isolated', bridge?.isolated],
      ['locked', bridge?.locked],
    ] as const
    for (const [name, value] of pairs) assert.equal(value, told[name], name)
    return port
  }
  const before = await same()
  assert.ok(Object.isFrozen(before) && Object.isFrozen(before?.bridge))
  // IFLA_BRPORT_NO of <linux/if_link.h>: what has no name here.
  assert.deepEqual(before?.attributes.find(({ type }) => type === 18)?.data.length, 2)
  await links.set('near', {
    port: { bridge: { cost: 77, priority: 9, hairpin: true, learning: false, isolated: true, flood: false } },
  })
  const after = await same()
  const { cost, priority, hairpin, learning, isolated, flood } = after?.bridge ?? {}
  assert.deepEqual([cost, priority, hairpin, learning, isolated, flood], [77, 9, true, false, true, false])
  // IFLA_BRPORT_GUARD, without its name.
  await links.set('near', { port: { kind: 'bridge', attributes: [{ type: 5, data: Uint8Array.of(1) }] } })
  assert.equal((await same())?.bridge?.guard, true)
  await links.set('near', { master: null })
  assert.equal((await links.get('near')).port, undefined)
})

test('options of kinds that have no names here are told as they are, beside those that have', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { links } = network
  // IFLA_BR_MCAST_QUERIER of <linux/if_link.h>, IFLA_BR_GROUP_FWD_MASK.
  const kindAttributes = [
    { type: 25, data: Uint8Array.of(1) },
    { type: 9, data: new Uint8Array(Uint16Array.of(8).buffer) },
  ]
  const link = await links.create({ name: 'br0', kind: 'bridge', bridge: { priority: 5 }, kindAttributes })
  assert.equal(link.bridge?.priority, 5)
  const told = (type: number) => link.kindAttributes?.find((one) => one.type === type)?.data
  assert.deepEqual(told(9), kindAttributes[1]?.data)
  // IFLA_BR_PRIORITY has a name.
  assert.equal(told(6), undefined)
  const { info_data: data } = ((ip('link', 'show', 'br0')[0] ?? {}) as Told).linkinfo ?? {}
  const { group_fwd_mask: mask, mcast_querier: querier, priority } = data as Record<string, unknown>
  assert.deepEqual([mask, priority], ['0x8', 5])
  // Kernels may be without.
  if (querier !== undefined) assert.deepEqual([querier, told(25)], [1, Uint8Array.of(1)])
})
