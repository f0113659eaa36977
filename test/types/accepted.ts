// What the types of the package let a program say; tsc says so when it builds the tests. Nothing here runs.
import {
  type Address,
  type IpVersion,
  isOperationError,
  type LinkEvent,
  type LostEvent,
  Namespace,
  type Network,
  type NetworkEvent,
  type OperationError,
  type PresharedKey,
  PrivateKey,
  type PublicKey,
  parseConfiguration,
  type QuickConfiguration,
  Tunnel,
} from '#dist/index.js'

/** True where both are the same type, not merely assignable. */
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
function same<A, B>(..._proof: Same<A, B> extends true ? [] : [never]): void {}

export async function links(network: Network): Promise<void> {
  const here = await network.links.create({ name: 'a', kind: 'dummy' })
  same<typeof here.name, string>()
  same<typeof here.kind, string | undefined>()
  // Born elsewhere, it is not told.
  await using namespace = await Namespace.create()
  const there = await network.links.create({ name: 'a', kind: 'dummy', namespace })
  const name: string | undefined = there?.name
  // By name, by index, by what was told; a namespace by itself or by descriptor.
  for (const link of ['a', 7, here] as const) await network.links.set(link, { master: null, up: name !== '' })
  await network.links.move('a', namespace, { name: 'b' })
  await network.links.move('a', 7)
}

export async function routing(network: Network): Promise<void> {
  // What was listed is a change as well.
  for (const route of await network.routes.list({ table: 'all', type: 'blackhole' })) {
    await network.routes.delete(route)
    await network.routes.add({ ...route, table: route.tableName ?? 7, metric: 7 })
  }
  for (const rule of await network.rules.list()) await network.rules.delete(rule)
  await network.rules.add({ tunId: 7, realms: { from: 1, to: 2 }, table: 'main' })
  await network.routes.lookUp('10.0.0.1', {
    mark: 7,
    outgoing: 'eth0',
    ipProtocol: 'tcp',
    destinationPort: 80,
  })
}

export async function watching(network: Network): Promise<void> {
  for await (const event of network.watch(['link'])) same<typeof event, LinkEvent | LostEvent>()
  for await (const event of network.watch(['link', 'address', 'route', 'rule', 'neighbour'])) {
    same<typeof event, NetworkEvent>()
    if (event.type === 'route') same<typeof event.route.to.version, IpVersion>()
  }
}

export async function wireguard(network: Network, key: PublicKey, psk: PresharedKey): Promise<void> {
  await network.wireguard.update('wg0', { listenPort: null, fwmark: null, privateKey: null })
  await network.wireguard.update(7, { peers: [{ publicKey: key, presharedKey: psk, allowedIps: ['::/0'] }] })
  const device = await network.wireguard.get('wg0', { privateKey: true })
  same<typeof device.privateKey, PrivateKey | undefined>()
  // What a file says is what a link can be made to have.
  await network.wireguard.replace('wg0', parseConfiguration(''))
  same<ReturnType<typeof PrivateKey.fromBase64<PrivateKey>>, PrivateKey>()
}

export async function configurations(): Promise<void> {
  const quick = parseConfiguration('', { quick: true })
  same<typeof quick, QuickConfiguration>()
  const { privateKey = PrivateKey.generate(), ...rest } = quick
  await using tunnel = await Tunnel.open({ ...rest, privateKey, resolver: rest.dns })
  same<typeof tunnel.network, Network>()
}

export function errors(error: unknown): string | undefined {
  if (!isOperationError(error)) return undefined
  same<typeof error, OperationError>()
  // Codes of ours and errnos by name.
  return error.code === 'ERR_ABORTED' || error.code === 'EEXIST' ? error.remedy : error.subject
}

export function addresses({ version }: Address): 'IPv4' | 'IPv6' {
  return version === 4 ? 'IPv4' : 'IPv6'
}
