// What ip(8) has made is listed, deleted by what was listed, added again by that, and ip(8) shows the same.
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import type { Route } from '#dist/network/route.js'
import { needs } from '../needs.js'
import { networkAndIp, pair } from './networks.js'

const hops = ['nexthop via 10.0.0.2 weight 3 realms 1/2', 'nexthop via inet6 fe80::9 dev near'].join(' ')
const tunnelled = 'nexthop encap ip id 7 dst 10.0.0.9 dev near nexthop via 10.0.0.3'

const plain: readonly string[] = [
  'route add 10.20.0.0/16 via 10.0.0.2 tos 0x10',
  'route add 10.20.0.0/16 via inet6 fe80::2 dev near',
  'route add default via inet6 fd00::2 dev near metric 9',
  'route add 10.21.0.0/16 realms 3/4 via 10.0.0.2',
  'route add 10.22.0.0/16 realm 5 dev near src 10.0.0.1 metric 5 mtu lock 1400 advmss 1200 table 100',
  'route add 10.23.0.0/16 via 10.9.9.9 dev near onlink proto static',
  `route add 10.24.0.0/16 ${hops}`,
  'route add 10.33.0.0/16 dev near congctl reno features ecn rto_min 20ms quickack 1 rtt 100ms hoplimit 9',
  'route add local 10.40.0.0/24 dev lo metric 3',
  'route add blackhole 10.41.0.0/16',
  'route add throw 10.42.0.0/16 table 4294967295',
  '-6 route add fd20::/64 via fd00::2 pref high',
  '-6 route add fd22::/64 dev near expires 3600',
  '-6 route add fd23::/64 nexthop via fd00::2 weight 3 nexthop via fd00::3',
  '-6 route add unreachable fd26::/64',
  '-6 route add blackhole fd27::/64 metric 7 table 77',
  '-6 route add default via fe80::1 dev near pref low',
  '-6 route add fd30::/64 via fd00::2 mtu 1300',
]
const bySource: readonly string[] = ['-6 route add fd21::/64 from fd99::/16 via fd00::2']
const byObject: readonly string[] = [
  'nexthop add id 7 via 10.0.0.2 dev near',
  'nexthop add id 8 via 10.0.0.3 dev near',
  'nexthop add id 9 group 7,3/8',
  'nexthop add id 17 via fd00::2 dev near',
  'route add 10.30.0.0/16 nhid 7',
  'route add 10.31.0.0/16 nhid 9',
  '-6 route add fd28::/64 nhid 17',
]
const throughTunnels: readonly string[] = [
  `route add 10.25.0.0/16 ${tunnelled}`,
  'route add 10.26.0.0/16 encap ip id 7 dst 10.0.0.9 ttl 5 dev near',
  '-6 route add fd25::/64 encap ip6 id 7 dst fd00::9 dev near',
  '-6 route add fd29::/64 nexthop via fd00::2 encap ip6 id 7 dst fd00::9 nexthop via fd00::3',
]

const shapes = {
  'of all kinds': plain,
  'by their source': bySource,
  'by objects of next hops': byObject,
  'through light-weight tunnels': throughTunnels,
}
for (const [title, commands] of Object.entries(shapes)) {
  test(`routes ${title}`, async (t) => {
    if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
    const { network, ip } = await networkAndIp(t)
    await pair(network)
    for (const command of commands) if (!made(t, () => ip(...command.split(' ')))) return
    const shown = () => ['-4', '-6'].map((version) => sorted(ip(version, 'route', 'show', 'table', 'all')))
    const before = shown()
    const isOurs = ({ protocol }: Route) => protocol === 'boot' || protocol === 'static'
    const listed = (await network.routes.list({ table: 'all' })).filter(isOurs)
    for (const route of listed) await network.routes.delete(route)
    assert.deepEqual((await network.routes.list({ table: 'all' })).filter(isOurs), [])
    for (const route of listed) await network.routes.add(route)
    assert.deepEqual(shown(), before)
    for (const route of listed) await network.routes.replace(route)
    assert.deepEqual(shown(), before)
  })
}

const rules: readonly string[] = [
  '-4 rule add pref 5 not from 10.0.0.0/8 to 10.1.0.0/16 tos 0x10 iif lo lookup 7',
  '-4 rule add pref 6 tun_id 18446744073709551615 lookup 9',
  '-4 rule add pref 7 realms 3/4 lookup 9',
  '-4 rule add pref 8 realms 5 fwmark 0x10/0xff lookup 9',
  '-4 rule add pref 9 oif near ipproto udp sport 53 dport 1000-2000 prohibit',
  '-4 rule add pref 10 goto 20',
  '-4 rule add pref 20 lookup main suppress_prefixlength 0 suppress_ifgroup 7 protocol static',
  '-4 rule add pref 21 l3mdev',
  '-6 rule add pref 5 from fd00::/8 tun_id 7 lookup 9',
  '-6 rule add pref 6 not fwmark 51820 lookup 51820',
]

test('rules', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'userns', 'ip')) return
  const { network, ip } = await networkAndIp(t)
  for (const command of rules) if (!made(t, () => ip(...command.split(' ')))) return
  const shown = () => [ip('-4', 'rule'), ip('-6', 'rule')]
  const before = shown()
  const listed = (await network.rules.list()).filter(({ priority }) => priority > 0 && priority < 32766)
  assert.equal(listed.length, rules.length)
  for (const rule of listed) await network.rules.delete(rule)
  assert.equal((await network.rules.list()).length, 5)
  for (const rule of listed) await network.rules.add(rule)
  assert.deepEqual(shown(), before)
})

/** False where ip(8) says that this kernel has no such thing. */
function made(t: TestContext, make: () => unknown): boolean {
  try {
    make()
    return true
  } catch (error) {
    const isUnknown = /not supported|not enabled|Unknown/.test(String(error))
    if (!isUnknown) throw error
    t.skip(`this kernel has no such thing: ${String(error)}`)
    return false
  }
}

/**
 * In no order, as IPv6 has those of one destination; without how many seconds are left, and without those of addresses, to which
 * IPv6 adds a moment later.
 */
function sorted(routes: readonly Record<string, unknown>[]): string[] {
  return routes
    .filter(({ protocol }) => protocol !== 'kernel')
    .map((route) => JSON.stringify({ ...route, expires: route['expires'] === undefined ? 0 : 1 }))
    .sort()
}
