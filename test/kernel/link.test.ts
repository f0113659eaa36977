import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { type TestContext, test } from 'node:test'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'

/** Our namespace seen by ip and wg too. */
async function namespaceForTools(t: TestContext) {
  const namespace = await Namespace.create({ mapRoot: true })
  t.after(() => namespace.close())
  const network = await Network.open({ socket: namespace.takeRouteSocket() })
  t.after(() => network.close())
  const inside = (command: string, ...args: readonly string[]) =>
    execFileSync('nsenter', [`--net=/proc/${namespace.pid}/ns/net`, command, ...args], { encoding: 'utf8' })
  const links = (...args: readonly string[]) =>
    JSON.parse(inside('ip', '-details', '-json', 'link', 'show', ...args)) as readonly IpLink[]
  return { namespace, network, inside, links }
}

interface IpLink {
  readonly ifname: string
  readonly mtu: number
  readonly flags: readonly string[]
  readonly linkinfo?: { readonly info_kind: string }
}

test('every kind that the network makes is what ip says it is', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'addon', 'launcher', 'userns', 'ip')) return
  const { network, links } = await namespaceForTools(t)
  await network.links.create({ name: 'wg0', kind: 'wireguard', mtu: 1380, up: true })
  await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
  await network.links.create({ name: 'vlan5', kind: 'vlan', vlan: { lower: 'near', id: 5 } })
  for (const kind of ['bridge', 'dummy']) await network.links.create({ name: `${kind}0`, kind })
  const seen = links().map(({ ifname, linkinfo }) => [ifname, linkinfo?.info_kind] as const)
  assert.deepEqual(Object.fromEntries(seen), {
    lo: undefined,
    wg0: 'wireguard',
    near: 'veth',
    far: 'veth',
    vlan5: 'vlan',
    bridge0: 'bridge',
    dummy0: 'dummy',
  })
  const [wireguard] = links('wg0')
  assert.equal(wireguard?.mtu, 1380)
  assert.ok(wireguard.flags.includes('UP'))
})

test('a link of kind wireguard is a device to wg, with nothing set', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'addon', 'launcher', 'userns', 'wg')) return
  const { network, inside } = await namespaceForTools(t)
  await network.links.create({ name: 'wg0', kind: 'wireguard' })
  assert.equal(inside('wg', 'show', 'all', 'dump'), 'wg0\t(none)\t(none)\t0\toff\n')
  await network.links.delete('wg0')
  assert.equal(inside('wg', 'show', 'interfaces').trim(), '')
})

test('links move to another namespace, wireguard too; a bridge may not', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'addon', 'launcher', 'userns', 'ip')) return
  const { namespace, links } = await namespaceForTools(t)
  await using own = await Network.open()
  for (const kind of ['wireguard', 'dummy']) {
    const link = await own.links.create({ name: `mv-${kind}`, kind, up: true })
    await own.links.move(link, namespace.networkNamespace, { name: `at-${kind}` })
    const [moved] = links(`at-${kind}`)
    assert.equal(moved?.linkinfo?.info_kind, kind)
    assert.ok(!moved.flags.includes('UP'))
    await assert.rejects(own.links.get(`mv-${kind}`), { code: 'ENODEV' })
  }
  await own.links.create({ name: 'stays', kind: 'bridge' })
  const refused = own.links.move('stays', namespace.networkNamespace)
  await assert.rejects(refused, { code: 'EINVAL', outcome: 'not-applied' })
  await own.links.delete('stays')
  // A link that is born there at once has never been here.
  await own.links.create({ name: 'born', kind: 'wireguard', namespace: namespace.networkNamespace })
  assert.equal(links('born')[0]?.linkinfo?.info_kind, 'wireguard')
})

test('a namespace takes its links with it, wireguard too', async (t) => {
  if (!needs(t, 'kernel WireGuard', 'addon', 'launcher', 'userns')) return
  await using own = await Network.open()
  const before = (await own.links.list()).map(({ name }) => name)
  const namespace = await Namespace.create()
  const network = await Network.open({ socket: namespace.takeRouteSocket() })
  await own.links.create({ name: 'goes', kind: 'wireguard', namespace: namespace.networkNamespace })
  const there = await network.links.get('goes')
  assert.equal(there.kind, 'wireguard')
  await network.close()
  await namespace.close()
  await assert.rejects(own.links.get('goes'), { code: 'ENODEV' })
  assert.deepEqual(
    (await own.links.list()).map(({ name }) => name),
    before,
  )
})
