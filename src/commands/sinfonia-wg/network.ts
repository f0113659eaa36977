/** The network that the command works on: its own namespace's, as wg(8). */
import type { Endpoint } from '../../address/endpoint.js'
import { Network } from '../../network/network.js'
import type { WireGuardDevice } from '../../wireguard/device.js'
import { failure } from './failure.js'

/** Opens it, and closes it behind `use`. `doing`: for the message where it cannot be opened. */
export async function withNetwork<Result>(
  doing: string,
  use: (network: Network) => Promise<Result>,
): Promise<Result> {
  const network = await Network.open().catch((error: unknown) => {
    throw failure(doing, error)
  })
  try {
    return await use(network)
  } finally {
    await network.close()
  }
}

/** The names of all WireGuard interfaces, which everybody may know. */
export async function interfaceNames(network: Network): Promise<readonly string[]> {
  try {
    return await network.wireguard.names()
  } catch (error) {
    throw failure('Unable to list interfaces', error)
  }
}

/** With its secrets; the scopes of its endpoints are as getnameinfo(3) prints them. */
export async function readInterface(network: Network, name: string): Promise<WireGuardDevice> {
  const device = await network.wireguard.get(name, { privateKey: true })
  if (!device.peers.some(({ endpoint }) => endpoint?.scope !== undefined)) return device
  const names = new Map((await network.links.list()).map((link) => [String(link.index), link.name]))
  return {
    ...device,
    peers: device.peers.map((peer) => ({ ...peer, endpoint: peer.endpoint && named(peer.endpoint, names) })),
  }
}

/** Of a link-local address the scope is a link's name, where that is known. */
function named(endpoint: Endpoint, names: ReadonlyMap<string, string>): Endpoint {
  const { host, scope } = endpoint
  if (scope === undefined || !/^f(e[89ab].|f.2):/.test(host)) return endpoint
  return { ...endpoint, scope: names.get(scope) ?? scope }
}
