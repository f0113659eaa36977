/** What is done to a network, real or fake, and what came of it, without what differs from run to run. */
import { isOperationError } from '#dist/errors/operation-error.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import type { Network } from '#dist/network/network.js'
import type { RouteLookUpOptions } from '#dist/network/route-lookup.js'

type Story = (network: Network) => Promise<unknown[]>

/** The code that it is refused with, or what it tells. */
async function told(operation: Promise<unknown>): Promise<unknown> {
  try {
    return (await operation) ?? 'done'
  } catch (error) {
    if (!isOperationError(error)) throw error
    return `${error.operation} ${error.code} ${error.outcome}`
  }
}

async function links(network: Network): Promise<unknown[]> {
  return (await network.links.list()).map(
    ({
      index,
      name,
      kind,
      up,
      flags,
      mtu,
      type,
      lowerName,
      masterName,
      group,
      alternativeNames,
      ...rest
    }) => ({
      ...{ index, name, kind, up, mtu, type, lowerName, masterName, group, alternativeNames },
      flags: flags.filter((flag) => flag !== 'running' && flag !== 'lower_up').sort(),
      ...{ vlan: rest.vlan, vrf: rest.vrf, alias: rest.alias, mode: rest.mode, portOf: rest.port?.kind },
      ...{ minMtu: rest.minMtu, maxMtu: rest.maxMtu, broadcastAddress: rest.broadcastAddress },
      ...{ transmitQueueLength: rest.transmitQueueLength, protocolDown: rest.protocolDown },
    }),
  )
}

/** Without the link-local ones that IPv6 makes up a moment later, and groups. */
async function addresses(network: Network): Promise<unknown[]> {
  const all = await network.addresses.list()
  return all
    .filter(({ address }) => !address.startsWith('fe80:'))
    .map(({ linkName, version, address, prefixLength, peer, scope, broadcast, label, ...rest }) => ({
      ...{ linkName, version, address, prefixLength, peer, scope, broadcast, label },
      metric: rest.metric,
      // The real one counts.
      isLimited: rest.validLifetime !== undefined,
    }))
    .sort((one, other) => (one.address < other.address ? -1 : 1))
}

/** Without what is told otherwise by other releases, or before an address of IPv6 has been found to be nobody else's. */
async function routes(network: Network): Promise<string[]> {
  const all = await network.routes.list({ table: 'all' })
  return all
    .filter(
      ({ to, table, type }) =>
        !/^f[ef]/.test(to.address) &&
        !(to.address === '::1' && table === 254) &&
        !/^fd0.::1$/.test(to.address) &&
        type !== 'broadcast' &&
        type !== 'anycast',
    )
    .map(({ to, gateway, linkName, table, metric, protocol, scope, type, preferredSource, nextHops }) =>
      JSON.stringify({
        ...{ to, gateway, linkName, table, metric, protocol, scope, type, preferredSource },
        hops: nextHops?.map((hop) => [hop.gateway, hop.linkName, hop.weight]),
      }),
    )
    .sort()
}

const lookedUp = async (network: Network, address: string, options?: RouteLookUpOptions) => {
  const route = await told(network.routes.lookUp(address, options))
  if (typeof route !== 'object' || route === null) return route
  const { gateway, linkName, preferredSource, type, table } = route as Record<string, unknown>
  return { gateway, linkName, preferredSource, type, table }
}

export const stories: Readonly<Record<string, Story>> = {
  'links: made, changed, named and deleted': async (network) => {
    const { links: l } = network
    const veth = { kind: 'veth', peer: { name: 'far' } }
    return [
      await links(network),
      await told(l.create({ name: 'near', ...veth, mtu: 1400 }).then(({ name, mtu }) => [name, mtu])),
      await told(l.create({ name: 'near', kind: 'bridge' })),
      await told(l.create({ name: 'other', ...veth })),
      await told(l.create({ name: 'x', kind: 'no-such-kind' })),
      await told(l.create({ name: 'br0', kind: 'bridge', up: true }).then(({ name }) => name)),
      await links(network),
      await told(l.set('near', { up: true, master: 'br0' })),
      await links(network),
      await told(l.set('far', { up: true, group: 7 })),
      await links(network),
      await told(l.set('far', { name: 'br0' })),
      await told(l.addAlternativeName('far', 'a-much-longer-name')),
      await told(l.addAlternativeName('near', 'far')),
      await told(l.get('a-much-longer-name').then(({ name }) => name)),
      await told(l.deleteAlternativeName('far', 'a-much-longer-name')),
      await told(l.set('near', { port: { bridge: { cost: 7 } } })),
      await told(l.set('near', { port: { kind: 'bond', attributes: [] } })),
      await told(l.set('near', { master: null })),
      await told(l.set('near', { port: { bridge: { cost: 7 } } })),
      await told(l.set('nowhere', { up: true })),
      await told(l.set('far', { alias: 'away', transmitQueueLength: 7, arp: false, allMulticast: true })),
      await told(l.set('far', { broadcastAddress: 'ff:ff:ff:ff:ff:fe', addressGenerationMode: 'none' })),
      await told(l.set('br0', { bridge: { priority: 7 } })),
      await told(l.get('br0').then(({ bridge }) => bridge?.priority)),
      await told(l.set('br0', { ipvlan: { mode: 'l2' } })),
      await links(network),
      await told(l.set('far', { alias: null, arp: true })),
      await told(l.create({ name: 'lo2', kind: 'bridge', index: 1 })),
      await told(
        l
          .create({ name: 'b77', kind: 'bridge', index: 77, multicast: false, transmitQueueLength: 5 })
          .then(({ index }) => index),
      ),
      await told(l.create({ name: 'b78', kind: 'veth', index: 78, peer: { name: 'b79', index: 77 } })),
      await told(
        l
          .create({
            name: 'b80',
            kind: 'veth',
            index: 80,
            peer: { name: 'b81', index: 81, mtu: 1300, group: 2 },
          })
          .then(() => l.delete('b77')),
      ),
      await links(network),
      await told(l.delete('b80')),
      await told(l.delete('lo')),
      await told(l.delete('nowhere')),
      await links(network),
      await told(l.delete('far')),
      await links(network),
    ]
  },

  'addresses, and the routes that follow from them': async (network) => {
    const { addresses: a, links: l } = network
    const told_: unknown[] = [
      await told(l.set('lo', { up: true })),
      await addresses(network),
      await routes(network),
    ]
    await l.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
    told_.push(
      await told(a.add('near', '10.0.0.1/24')),
      await routes(network),
      await told(l.set('far', { up: true })),
      await told(l.set('near', { up: true })),
      await routes(network),
      await told(a.add('near', '10.0.0.1/24')),
      await told(a.add('near', '10.0.0.1/16')),
      await told(a.add('near', '10.9.0.1', { peer: '10.9.0.2' })),
      await told(a.add('near', 'fd00::1/64')),
      await told(a.add('near', 'fd00::1/64')),
      await told(a.add('nowhere', '10.0.0.1/24')),
      await told(a.list({ link: 4711 })),
      (await a.list({ link: 'near', version: 4 })).length,
      await told(a.add('near', '10.7.0.1/24', { noPrefixRoute: true, label: 'near:1', scope: 'link' })),
      await told(a.add('near', '10.8.0.1/24', { metric: 7, broadcast: '10.8.0.255', validLifetime: 3600 })),
      await told(a.replace('near', '10.7.0.1/24', { noPrefixRoute: true, validLifetime: 60 })),
      await told(a.replace('near', '10.6.0.1')),
      await told(a.add('near', 'fd07::1/64', { nodad: true, metric: 9 })),
      await told(a.delete('near', '10.0.0.7/24')),
      await addresses(network),
      await told(a.delete('near', '10.0.0.1/16')),
      await routes(network),
      await told(l.set('near', { up: false })),
      await routes(network),
      await told(l.delete('near')),
      await addresses(network),
    )
    return told_
  },

  'routes, and the way of a packet': async (network) => {
    const { routes: r } = network
    await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, up: true })
    await network.links.set('far', { up: true })
    await network.addresses.add('near', '10.0.0.1/24')
    const table = 77
    return [
      await lookedUp(network, '192.0.2.1'),
      await told(r.add({ to: '10.1.0.0/16', gateway: '10.0.0.2' })),
      await told(r.add({ to: '10.1.0.0/16', gateway: '10.0.0.3' })),
      await told(r.add({ to: '10.1.0.0/16', gateway: '10.0.0.3', metric: 5 })),
      await told(r.replace({ to: '10.1.0.0/16', gateway: '10.0.0.4' })),
      await told(r.add({ to: '10.2.0.0/16', gateway: '192.0.2.1' })),
      await told(r.add({ to: '10.2.0.0/16', gateway: '192.0.2.1', link: 'near', onLink: true })),
      await told(r.add({ to: 'default', link: 'near' })),
      await told(r.add({ to: '10.3.0.0/16', type: 'blackhole' })),
      await told(r.add({ to: '10.4.0.0/16', type: 'prohibit' })),
      await told(r.add({ to: 'default', gateway: '10.0.0.9', table })),
      await routes(network),
      await lookedUp(network, '10.1.2.3'),
      await lookedUp(network, '10.0.0.7'),
      await lookedUp(network, '10.3.0.1'),
      await lookedUp(network, '10.4.0.1'),
      await lookedUp(network, '192.0.2.1'),
      await told(network.rules.add({ not: true, fwmark: 7, table })),
      await told(network.rules.add({ table: 'main', suppressPrefixLength: 0 })),
      await lookedUp(network, '192.0.2.1'),
      await lookedUp(network, '192.0.2.1', { mark: 7 }),
      await lookedUp(network, '10.1.2.3'),
      await lookedUp(network, '10.1.2.3', { outgoing: 'near', from: '10.0.0.1' }),
      await told(network.rules.add({ from: '10.0.0.1', table: 78 })),
      await told(network.rules.add({ ipProtocol: 'udp', dport: 53, table: 78 })),
      await told(r.add({ to: '192.0.2.0/24', gateway: '10.0.0.8', table: 78 })),
      await told(r.add({ to: '192.0.2.0/24', gateway: '10.0.0.7', table: 78, tos: 16 })),
      await lookedUp(network, '192.0.2.1', { from: '10.0.0.1' }),
      await lookedUp(network, '192.0.2.1', { from: '10.0.0.1', tos: 16 }),
      await lookedUp(network, '192.0.2.1', { ipProtocol: 'udp', destinationPort: 53 }),
      (await r.list({ table: 78 })).map(({ tos, gateway }) => `${gateway} ${tos}`).sort(),
      (await r.list({ type: 'blackhole' })).length,
      (await r.list({ protocol: 'kernel', version: 4, link: 'near' })).length,
      await told(r.delete({ to: '192.0.2.0/24', table: 78 })),
      (await r.list({ table: 78 })).map(({ tos }) => tos),
      await told(r.delete({ to: '192.0.2.0/24', table: 78 })),
      await told(r.delete({ to: '10.1.0.0/16', metric: 5 })),
      await told(r.delete({ to: '10.1.0.0/16' })),
      await told(r.delete({ to: '10.1.0.0/16' })),
      await routes(network),
    ]
  },

  'rules and neighbours': async (network) => {
    const { rules, neighbours } = network
    await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' }, up: true })
    const hardwareAddress = '02:fc:00:00:00:02'
    const seen = async () =>
      (await neighbours.list({ link: 'near', version: 4 })).map(({ address, state, hardwareAddress: on }) => [
        address,
        state,
        on,
      ])
    return [
      await rules.list(),
      await told(rules.add({ from: '10.0.0.0/8', table: 7, priority: 100 })),
      await told(rules.add({ from: '10.0.0.0/8', table: 7, priority: 100 })),
      await told(rules.add({ iif: 'near', action: 'prohibit' })),
      await told(rules.add({ version: 6, fwmark: 9, table: 9 })),
      await rules.list(),
      await told(rules.delete({ from: '10.0.0.0/8' })),
      await told(rules.delete({ from: '10.0.0.0/8' })),
      await told(rules.add({ fwmark: 5, table: 7, priority: 5 })),
      await told(rules.add({ not: true, fwmark: 5, table: 7, priority: 5 })),
      await told(rules.add({ not: true, fwmark: 5, table: 7, priority: 10 })),
      await told(rules.add({ table: 7, priority: 5 })),
      await told(rules.delete({ priority: 5, not: true })),
      await told(rules.delete({ not: true, fwmark: 5 })),
      await told(rules.delete({ not: false, fwmark: 0 })),
      await rules.list(),
      await told(neighbours.add('near', '10.0.0.2', { hardwareAddress })),
      await told(neighbours.add('near', '10.0.0.2', { hardwareAddress })),
      await told(neighbours.replace('near', '10.0.0.2', { hardwareAddress, state: 'stale' })),
      await seen(),
      await told(neighbours.get('near', '10.0.0.3')),
      await told(neighbours.delete('near', '10.0.0.2')),
      await told(neighbours.delete('near', '10.0.0.3')),
    ]
  },

  'what a watch hears': async (network) => {
    const watch = network.watch(['link', 'address', 'rule'])
    await watch.ready
    await network.links.create({ name: 'near', kind: 'veth', peer: { name: 'far' } })
    await network.addresses.add('near', '10.0.0.1/24')
    await network.rules.add({ table: 7, priority: 7 })
    await network.rules.delete({ table: 7, priority: 7 })
    await network.links.delete('near')
    const heard = new Set<string>()
    for await (const event of watch) {
      if (event.type === 'lost') throw new Error('events were lost')
      const subject =
        event.type === 'link'
          ? event.link.name
          : event.type === 'address'
            ? event.address.address
            : event.rule.priority
      heard.add(`${event.type} ${subject} ${event.deleted ? 'gone' : 'there'}`)
      if (heard.has('link near gone') && heard.has('link far gone')) break
    }
    await network.close()
    return [...heard].sort()
  },
}

export const kernelStories: Readonly<Record<string, Story>> = {
  'kinds of links': async (network) => {
    const { links: l } = network
    return [
      await told(l.create({ name: 'dummy0', kind: 'dummy', up: true }).then(() => links(network))),
      await told(
        l
          .create({ name: 'vlan7', kind: 'vlan', vlan: { id: 7, lower: 'dummy0' } })
          .then(() => links(network)),
      ),
      await told(l.create({ name: 'mac0', kind: 'macvlan', lower: 'dummy0' }).then(({ name }) => name)),
      await told(l.create({ name: 'mac1', kind: 'macvlan' })),
      await told(l.create({ name: 'red', kind: 'vrf', vrf: { table: 10 } }).then(({ vrf }) => vrf)),
      await told(l.delete('dummy0')),
      (await links(network)).length,
    ]
  },

  WireGuard: async (network) => {
    const { wireguard } = network
    const [privateKey, presharedKey] = [PrivateKey.generate(), PresharedKey.generate()]
    const [one, two] = [PrivateKey.generate().publicKey(), PrivateKey.generate().publicKey()]
    const names = new Map([
      [one.base64(), 'one'],
      [two.base64(), 'two'],
      [privateKey.publicKey().base64(), 'own'],
    ])
    const seen = async () => {
      const device = await wireguard.get('wg0', { privateKey: true })
      return {
        hasKey: device.privateKey?.equals(privateKey),
        publicKey: names.get(device.publicKey?.base64() ?? ''),
        listenPort: device.listenPort,
        fwmark: device.fwmark,
        peers: device.peers.map(({ publicKey, ...peer }) => ({
          name: names.get(publicKey.base64()),
          hasPresharedKey: peer.presharedKey?.equals(presharedKey),
          endpoint: peer.endpoint,
          persistentKeepalive: peer.persistentKeepalive,
          allowedIps: peer.allowedIps.map(({ address, prefixLength }) => `${address}/${prefixLength}`).sort(),
        })),
      }
    }
    await network.links.create({ name: 'plain', kind: 'veth', peer: { name: 'other' } })
    const peer = { publicKey: one, allowedIps: ['10.1.0.7/16', 'fd00::/64'], endpoint: '192.0.2.1:5' }
    return [
      await told(network.links.create({ name: 'wg0', kind: 'wireguard' }).then(() => links(network))),
      await told(wireguard.get('plain')),
      await told(wireguard.get('nowhere')),
      await seen(),
      await told(
        wireguard.update('wg0', {
          privateKey,
          listenPort: 51820,
          fwmark: 7,
          peers: [{ ...peer, presharedKey }],
        }),
      ),
      await seen(),
      await told(
        wireguard.update('wg0', {
          peers: [{ publicKey: two, addAllowedIps: ['10.1.0.0/16'], persistentKeepalive: 25 }],
        }),
      ),
      await told(
        wireguard.update('wg0', { peers: [{ publicKey: privateKey.publicKey(), allowedIps: ['::/0'] }] }),
      ),
      await seen(),
      await told(wireguard.synchronise('wg0', { privateKey, peers: [peer] })),
      await seen(),
      await told(wireguard.removePeer('wg0', one)),
      await told(
        wireguard.update('wg0', {
          privateKey: null,
          peers: [{ publicKey: two, onlyIfPresent: true, allowedIps: [] }],
        }),
      ),
      await seen(),
    ]
  },
}
