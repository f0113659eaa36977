import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { RouteLookUpOptions } from '#dist/network/route-lookup.js'
import { needs } from '../needs.js'
import { inChild } from './child.js'
import { emptyNetwork, networkAndIp, pair, refusal } from './networks.js'

test('the policy routing of wg-quick(8), with and without its mark', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { routes, rules } = network
  await pair(network)
  await network.addresses.add('far', '10.9.0.1/24')
  await routes.add({ to: 'default', gateway: '10.0.0.2' })
  await routes.add({ to: 'default', link: 'far', table: 51820 })
  await rules.add({ not: true, fwmark: 51820, table: 51820 })
  await rules.add({ table: 'main', suppressPrefixLength: 0 })
  for (const [mark, link, table] of [
    [undefined, 'far', 51820],
    [51820, 'near', 254],
  ] as const) {
    const way = await routes.lookUp('192.0.2.1', { mark })
    assert.deepEqual(
      [way.linkName, way.table, way.tableName],
      [link, table, table === 254 ? 'main' : undefined],
    )
    const [told] = ip('route', 'get', '192.0.2.1', ...(mark === undefined ? [] : ['mark', String(mark)]))
    assert.equal(told?.['dev'], link)
  }
})

test('a packet is known by more than where it goes', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes, rules } = network
  await pair(network)
  await network.addresses.add('near', '10.0.0.5/24')
  await routes.add({ to: 'default', link: 'near' })
  await routes.add({ to: 'default', gateway: '10.0.0.8', tos: 0x10 })
  await routes.add({ to: 'default', gateway: '10.0.0.9', table: 7 })
  await routes.add({ to: 'default', version: 6, link: 'near' })
  await routes.add({ to: 'default', gateway: 'fd00::9', table: 7 })
  const gateway = async (options: RouteLookUpOptions, to = '192.0.2.1') =>
    (await routes.lookUp(to, options)).gateway
  assert.equal(await gateway({}), undefined)
  assert.equal(await gateway({ tos: 0x10 }), '10.0.0.8')

  const udp = { ipProtocol: 'udp', sourcePort: 53, destinationPort: 1000 } as const
  await rules.add({ ipProtocol: 'udp', sport: 53, dport: { start: 1000, end: 1001 }, table: 7 })
  await rules.add({ from: '10.0.0.5', table: 7 })
  await rules.add({ oif: 'near', to: '192.0.2.7', table: 7 })
  await rules.add({ version: 6, iif: 'far', table: 7 })
  assert.equal(await gateway({}), undefined)
  assert.equal(await gateway(udp), '10.0.0.9')
  assert.equal(await gateway({ ...udp, destinationPort: 1002 }), undefined)
  assert.equal(await gateway({ from: '10.0.0.5' }), '10.0.0.9')
  assert.equal(await gateway({ from: '10.0.0.1' }), undefined)
  assert.deepEqual((await routes.lookUp('192.0.2.1', { from: '10.0.0.5' })).from, {
    ...{ version: 4, address: '10.0.0.5', prefixLength: 32 },
  })
  assert.equal(await gateway({ outgoing: 'near' }, '192.0.2.7'), '10.0.0.9')
  assert.equal(await gateway({ outgoing: 'near' }), undefined)
  assert.equal(await gateway({ incoming: 'far', from: 'fd66::1' }, 'fd77::1'), 'fd00::9')
  assert.equal(await gateway({ from: 'fd00::1' }, 'fd77::1'), undefined)
})

test('users have ways of their own', (t) => {
  if (!needs(t, 'addon', 'userns', 'ip')) return
  inChild('inside.js', 'unshare', '--user', '--map-root-user', '--net')
})

test('a link-local address is found by its link', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  await pair(network)
  for (const outgoing of ['near', 'far']) {
    assert.equal((await network.routes.lookUp('fe80::2', { outgoing })).linkName, outgoing)
  }
  const scoped = await refusal(network.routes.lookUp('fe80::2%near'))
  assert.equal(scoped.code, 'ERR_INVALID_ARGUMENT')
  assert.equal((await refusal(network.routes.lookUp('fe80::2', { outgoing: 'no-link' }))).code, 'ENODEV')
})

test('what lets nothing through is told by its name', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  for (const [type, code, reason] of [
    ['blackhole', 'EINVAL', 'a blackhole takes what goes there'],
    ['unreachable', 'EHOSTUNREACH', 'a route makes it unreachable'],
    ['prohibit', 'EACCES', 'a route or rule prohibits it'],
    ['throw', 'ENETUNREACH', 'there is no route to it'],
  ] as const) {
    for (const [to, address] of [
      ['10.5.0.0/16', '10.5.0.1'],
      ['fd05::/64', 'fd05::1'],
    ] as const) {
      await routes.add({ to, type })
      const error = await refusal(routes.lookUp(address))
      assert.deepEqual([error.code, error.message], [code, `cannot find the route to ${address}: ${reason}`])
      await routes.delete({ to, type })
    }
  }
})

test('what is no packet never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { routes } = await emptyNetwork(t)
  for (const options of [
    { from: 'fd00::1' },
    { from: 'nobody' },
    { mark: -1 },
    { uid: 2 ** 32 - 1 },
    { tos: 256 },
    { ipProtocol: 'smtp' as 'tcp' },
    { sourcePort: 0 },
    { destinationPort: 65536 },
    { incoming: 0 },
    { outgoing: 'no name' },
    { fwmark: 7 } as RouteLookUpOptions,
  ]) {
    assert.equal((await refusal(routes.lookUp('10.0.0.1', options))).code, 'ERR_INVALID_ARGUMENT')
  }
})
