import assert from 'node:assert/strict'
import { test } from 'node:test'
import { formatPrefix } from '#dist/address/prefix.js'
import type { Network } from '#dist/network/network.js'
import type { NextHopChange } from '#dist/network/next-hop.js'
import type { Route } from '#dist/network/route.js'
import type { RouteChange } from '#dist/network/route-change.js'
import type { RouteMetrics } from '#dist/network/route-metrics.js'
import type { RouteListOptions } from '#dist/network/routes.js'
import { needs } from '../needs.js'
import { emptyNetwork, networkAndIp, pair, refusal } from './networks.js'

test('a route has what it was given', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { near } = await pair(network)
  await network.routes.add({
    to: '10.5.0.0/16',
    gateway: '10.0.0.2',
    link: 'near',
    preferredSource: '10.0.0.1',
    metric: 7,
    mtu: 1300,
  })
  const expected: Route = {
    to: { version: 4, address: '10.5.0.0', prefixLength: 16 },
    from: undefined,
    tos: undefined,
    gateway: '10.0.0.2',
    link: near.index,
    linkName: 'near',
    preferredSource: '10.0.0.1',
    metric: 7,
    mtu: 1300,
    metrics: undefined,
    congestionControl: undefined,
    nextHops: [],
    nextHopId: undefined,
    encapsulation: undefined,
    realms: undefined,
    preference: undefined,
    expires: undefined,
    onLink: false,
    flags: [],
    table: 254,
    tableName: 'main',
    scope: 'global',
    protocol: 'boot',
    type: 'unicast',
  }
  const route = await find(network, '10.5.0.0/16')
  assert.deepEqual(route, expected)
  assert.ok(Object.isFrozen(route) && Object.isFrozen(route?.to))
})

test('default routes of both versions, however they are written', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  await routes.add({ to: 'default', link: 'near' })
  assert.equal((await find(network, '0.0.0.0/0'))?.scope, 'link')
  await routes.delete({ to: '0.0.0.0/0' })
  assert.equal(await find(network, '0.0.0.0/0'), undefined)
  await routes.add({ to: { version: 4, address: '0.0.0.0', prefixLength: 0 }, gateway: '10.0.0.2' })
  assert.equal((await find(network, '0.0.0.0/0'))?.gateway, '10.0.0.2')

  await routes.add({ to: 'default', gateway: 'fd00::2' })
  assert.equal((await find(network, '::/0'))?.gateway, 'fd00::2')
  await routes.delete({ to: 'default', version: 6 })
  assert.equal(await find(network, '::/0'), undefined)
  await routes.add({ to: '::/0', link: 'near' })
  assert.equal((await find(network, '::/0'))?.linkName, 'near')
})

test('the kernel’s way to an address', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  assert.equal((await refusal(routes.lookUp('10.5.0.1'))).code, 'ENETUNREACH')
  assert.equal(
    (await refusal(routes.lookUp('fd05::1'))).message,
    'cannot find the route to fd05::1: there is no route to it',
  )
  await routes.add({ to: '10.5.0.0/16', gateway: '10.0.0.9', metric: 20 })
  await routes.add({ to: '10.5.0.0/16', gateway: '10.0.0.3', metric: 10, mtu: 1300 })
  await routes.add({ to: 'fd05::/16', gateway: 'fd00::3', mtu: 1290 })
  const v4 = await routes.lookUp('10.5.0.1')
  assert.equal(v4.gateway, '10.0.0.3')
  assert.equal(v4.mtu, 1300)
  assert.equal(v4.linkName, 'near')
  assert.equal(v4.preferredSource, '10.0.0.1')
  assert.equal(v4.table, 254)
  const v6 = await routes.lookUp('fd05::1')
  assert.equal(v6.gateway, 'fd00::3')
  assert.equal(v6.mtu, 1290)
  assert.equal((await routes.lookUp('10.0.0.1')).type, 'local')
})

test('tables are told apart', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  for (const table of [100, 1000, 4294967295]) {
    await routes.add({ to: '10.5.0.0/16', link: 'near', table })
    assert.deepEqual(
      (await routes.list({ table })).map(({ to }) => formatPrefix(to)),
      ['10.5.0.0/16'],
    )
    await routes.delete({ to: '10.5.0.0/16', table })
    assert.deepEqual(await routes.list({ table }), [])
  }
  assert.ok((await routes.list({ table: 'local' })).some(({ type }) => type === 'local'))
  const all = await routes.list({ table: 'all' })
  assert.ok(all.some(({ table }) => table === 254) && all.some(({ table }) => table === 255))
  assert.ok((await routes.list({ version: 6 })).every(({ to, table }) => to.version === 6 && table === 254))
  assert.deepEqual(await routes.list({ link: 'lo' }), [])
})

test('of all routes those are listed that are asked for', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { routes } = network
  await pair(network)
  await routes.add({ to: '10.5.0.0/16', gateway: '10.0.0.2', protocol: 'static' })
  await routes.add({ to: '10.6.0.0/16', type: 'blackhole', protocol: 'static', table: 1000 })
  await routes.add({ to: 'fd05::/64', link: 'far', protocol: 'static' })
  const all = await routes.list({ table: 'all' })
  const seen = async (options: RouteListOptions) => {
    const listed = await routes.list({ table: 'all', ...options })
    assert.ok(listed.length < all.length)
    return listed.filter(isNoAddress).length
  }
  // IPv6 adds to those of its addresses a moment later.
  const isNoAddress = ({ protocol }: { protocol?: unknown }) => protocol !== 'kernel'
  for (const [options, words] of [
    [{ protocol: 'static' }, ['table', 'all', 'proto', 'static']],
    [{ type: 'blackhole' }, ['table', 'all', 'type', 'blackhole']],
    [{ link: 'far' }, ['table', 'all', 'dev', 'far']],
    [{ link: 'near', type: 'unicast', table: 'main' }, ['table', 'main', 'dev', 'near', 'type', 'unicast']],
    [{ protocol: 'static', table: 1000 }, ['table', '1000', 'proto', 'static']],
  ] as const) {
    for (const version of [4, 6] as const) {
      const told = version === 4 || !('table' in options && options.table === 1000)
      const shown = told ? ip(`-${version}`, 'route', 'show', ...words) : []
      assert.equal(await seen({ ...options, version }), shown.filter(isNoAddress).length, words.join(' '))
    }
  }
  assert.deepEqual(await routes.list({ table: 4711 }), [])
  const ways = ['near', 'far'].map((link) => ({ gateway: 'fe80::9', link }))
  await routes.add({ to: 'fd07::/64', nextHops: ways })
  for (const link of ['near', 'far']) {
    assert.ok((await routes.list({ link })).some(({ to }) => formatPrefix(to) === 'fd07::/64'))
  }
  assert.deepEqual(
    all.map(({ table, tableName }) => [table, tableName]),
    all.map(({ table }) => [table, { 254: 'main', 255: 'local' }[table]]),
  )
})

test('deleting matches what is given', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  await routes.add({ to: '10.5.0.0/16', gateway: '10.0.0.2', metric: 10 })
  await routes.add({ to: '10.5.0.0/16', gateway: '10.0.0.3', metric: 20 })
  await routes.delete({ to: '10.5.0.0/16', metric: 20 })
  assert.equal((await find(network, '10.5.0.0/16'))?.metric, 10)
  await routes.delete({ to: '10.5.0.0/16' })
  const gone = await refusal(routes.delete({ to: '10.5.0.0/16' }))
  assert.equal(gone.code, 'ESRCH')
  assert.equal(gone.message, 'cannot delete the route to 10.5.0.0/16: there is no such route')
})

test('refusals read well', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  await routes.add({ to: '10.5.0.0/16', link: 'near' })
  assert.equal(
    (await refusal(routes.add({ to: '10.5.0.0/16', link: 'near' }))).message,
    'cannot add the route to 10.5.0.0/16: such a route exists already',
  )
  const unreachable = await refusal(routes.add({ to: '10.6.0.0/16', gateway: '10.99.0.1' }))
  assert.equal(
    unreachable.message,
    'cannot add the route to 10.6.0.0/16 via 10.99.0.1: its gateway cannot be reached directly (the kernel says "Nexthop has invalid gateway")',
  )
  assert.equal(unreachable.detail, 'Nexthop has invalid gateway')
  const hostBits = await refusal(routes.add({ to: '10.5.0.1/16', link: 'near' }))
  assert.match(hostBits.message, /Invalid prefix for given prefix length/)
})

test('routes by several ways, with metrics and of every type are as ip(8) tells them', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  const { routes } = network
  const { near } = await pair(network)
  await routes.add({
    to: '10.7.0.0/16',
    nextHops: [
      { gateway: '10.0.0.2', weight: 3 },
      { gateway: '10.9.9.9', link: 'near', onLink: true },
    ],
    metrics: { advmss: 1200, initcwnd: 20, hoplimit: 9 },
    mtu: 1350,
    protocol: 'static',
  })
  const several = await find(network, '10.7.0.0/16')
  const hop = { link: near.index, linkName: 'near', realms: undefined, encapsulation: undefined }
  assert.deepEqual(several?.nextHops, [
    { ...hop, gateway: '10.0.0.2', weight: 3, onLink: false, flags: [] },
    { ...hop, gateway: '10.9.9.9', weight: 1, onLink: true, flags: ['onlink'] },
  ])
  assert.deepEqual([several?.gateway, several?.link, several?.protocol], [undefined, undefined, 'static'])
  assert.deepEqual(several?.metrics, { advmss: 1200, initcwnd: 20, hoplimit: 9 })
  assert.equal(several?.mtu, 1350)
  const told = ip('route', 'show', '10.7.0.0/16')[0] as {
    nexthops: { gateway: string; dev: string; weight: number }[]
    metrics: unknown[]
  }
  assert.deepEqual(
    told.nexthops.map(({ gateway, dev, weight }) => ({ gateway, dev, weight })),
    several?.nextHops.map(({ gateway, linkName, weight }) => ({ gateway, dev: linkName, weight })),
  )
  assert.deepEqual(told.metrics, [{ mtu: 1350, advmss: 1200, hoplimit: 9, initcwnd: 20 }])
  assert.ok((await routes.list({ link: near })).some(({ to }) => formatPrefix(to) === '10.7.0.0/16'))
  await routes.delete({ to: '10.7.0.0/16', protocol: 'static' })

  await routes.add({ to: 'fd07::/16', nextHops: [{ gateway: 'fd00::2' }, { gateway: 'fd00::3' }] })
  assert.equal((await find(network, 'fd07::/16'))?.nextHops.length, 2)

  for (const type of ['blackhole', 'unreachable', 'prohibit', 'throw'] as const) {
    await routes.add({ to: '10.8.0.0/16', type })
    assert.equal((await find(network, '10.8.0.0/16'))?.type, type)
    assert.equal(ip('route', 'show', '10.8.0.0/16')[0]?.['type'], type)
    await routes.delete({ to: '10.8.0.0/16', type })
  }
})

test('a route is replaced, or added where there is none', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { routes } = network
  await pair(network)
  for (const gateway of ['10.0.0.2', '10.0.0.3']) {
    await routes.replace({ to: '10.5.0.0/16', gateway })
    const all = (await routes.list()).filter(({ to }) => formatPrefix(to) === '10.5.0.0/16')
    assert.deepEqual(
      all.map((route) => route.gateway),
      [gateway],
    )
  }
  const error = await refusal(routes.replace({ to: '10.6.0.0/16', gateway: '10.99.0.1' }))
  assert.match(
    error.message,
    /^cannot replace the route to 10\.6\.0\.0\/16 via 10\.99\.0\.1: its gateway cannot be reached/,
  )
})

test('an encapsulation comes and goes as the kernel has it', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  await pair(network)
  // LWTUNNEL_ENCAP_IP, LWTUNNEL_IP_ID 7 (64 bits in network byte order), LWTUNNEL_IP_DST 10.0.0.9.
  const data = Buffer.from('0c0001000000000000000007080002000a000009', 'hex')
  const added = await network.routes
    .add({ to: '10.5.0.0/16', link: 'near', encapsulation: { type: 2, data } })
    .catch((error: unknown) => error)
  if (added !== undefined) {
    const { code } = await refusal(Promise.reject(added))
    assert.equal(code, 'EOPNOTSUPP')
    return t.skip('this kernel has no light-weight tunnels')
  }
  const found = await find(network, '10.5.0.0/16')
  assert.equal(found?.encapsulation?.type, 2)
  const bytes = Buffer.from(found?.encapsulation?.data ?? [])
  assert.ok(bytes.includes(data.subarray(4, 12)) && bytes.includes(data.subarray(16)))
})

test('what is no route never reaches the kernel', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { routes } = await emptyNetwork(t)
  for (const attempt of [
    () => routes.add({ to: '10.0.0.0/33', link: 'lo' }),
    () => routes.add({ to: 'somewhere', link: 'lo' }),
    () => routes.add({ to: 'fd00::/8', gateway: '10.0.0.1' }),
    () => routes.add({ to: '10.0.0.0/8', gateway: 'nobody' }),
    () => routes.add({ to: 'fd00::/8', gateway: 'fe80::1%lo' }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', metric: -1 }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', metric: 2 ** 32 }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', mtu: 0 }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', table: 0 }),
    () => routes.add({ to: '10.0.0.0/8', gateway: '10.0.0.1', nextHops: [{ link: 'lo' }] }),
    () => routes.add({ to: '10.0.0.0/8', nextHops: [{ link: 'lo', weight: 257 }] }),
    () => routes.add({ to: 'fd00::/8', nextHops: [{ gateway: '10.0.0.1' }] }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', metrics: { advmss: -1 } }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', type: 'void' as 'throw' }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', scope: 'here' as 'link' }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', encapsulation: { type: 0, data: new Uint8Array() } }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', from: '10.0.0.0/8' }),
    () => routes.add({ to: 'fd00::/8', link: 'lo', from: '10.0.0.0/8' }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', tos: 256 }),
    () => routes.add({ to: 'fd00::/8', link: 'lo', tos: 0x10 }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', preference: 'high' }),
    () => routes.add({ to: 'fd00::/8', link: 'lo', preference: 'best' as 'high' }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', expires: 60 }),
    () => routes.add({ to: 'fd00::/8', link: 'lo', expires: 0 }),
    () => routes.add({ to: 'fd00::/8', link: 'lo', realms: 7 }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', realms: { from: 65536, to: 1 } }),
    () => routes.add({ to: '10.0.0.0/8', nextHopId: 0 }),
    () => routes.add({ to: '10.0.0.0/8', link: 'lo', congestionControl: 5 as unknown as string }),
    () => routes.add({ to: 'default', link: 'lo', version: 5 as 4 }),
    () => routes.list({ table: 'mine' as 'main' }),
    () => routes.list({ version: 5 as 4 }),
    () => routes.list({ protocol: 'me' as 'boot' }),
    () => routes.list({ type: 'void' as 'throw' }),
    () => routes.lookUp('10.0.0.0/8'),
    () => routes.lookUp('fe80::1%lo'),
  ]) {
    assert.equal((await refusal(attempt)).code, 'ERR_INVALID_ARGUMENT')
  }
  assert.deepEqual(await routes.list({ table: 'all' }), [])
})

test('what there is no option for is refused by its name', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const { routes } = await emptyNetwork(t)
  const route = { to: '10.0.0.0/8', link: 'lo' }
  for (const [name, attempt] of [
    ['via', () => routes.add({ ...route, via: '10.0.0.1' } as RouteChange)],
    ['dev', () => routes.replace({ ...route, dev: 'lo' } as RouteChange)],
    ['prio', () => routes.delete({ ...route, prio: 7 } as RouteChange)],
    ['dev', () => routes.add({ to: '10.0.0.0/8', nextHops: [{ dev: 'lo' } as NextHopChange] })],
    ['mtu', () => routes.add({ ...route, metrics: { mtu: 1400 } as RouteMetrics })],
    ['tables', () => routes.list({ tables: 'all' } as RouteListOptions)],
  ] as const) {
    const error = await refusal(attempt)
    assert.deepEqual([error.code, error.subject], ['ERR_INVALID_ARGUMENT', name])
    assert.equal(error.message, `${name}: there is no such option`)
  }
})

test('many routes are listed whole', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns')) return
  const network = await emptyNetwork(t)
  const { near } = await pair(network)
  const wanted = Array.from({ length: 3000 }, (_, at) => `10.${10 + (at >> 8)}.${at & 255}.0/24`)
  await Promise.all(wanted.map((to) => network.routes.add({ to, link: near })))
  const found = (await network.routes.list({ version: 4, link: near })).map(({ to }) => formatPrefix(to))
  assert.deepEqual(
    found.filter((to) => to !== '10.0.0.0/24'),
    wanted,
  )
})

async function find({ routes }: Network, to: string): Promise<Route | undefined> {
  return (await routes.list()).find((route) => formatPrefix(route.to) === to)
}
