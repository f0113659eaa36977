import type { Network } from '../network/network.js'

/** Outer IPv6 header 40, UDP 8, WireGuard 32 (message type, receiver, counter, authentication tag); as wg-quick(8) counts. */
export const wireguardOverhead = 80

/** 1500, the MTU of Ethernet, less the overhead. */
export const greatestDefaultMtu = 1420

/** The least MTU of a link that carries IPv6 (RFC 8200, section 5). */
export const leastMtu = 1280

/**
 * The least MTU on the ways to these addresses: of the route where it has one, else of the link that it leaves by.
 * Ethernet's 1500 where none is known, as wg-quick(8) assumes.
 */
export async function pathMtu(
  host: Network,
  addresses: readonly string[],
  signal?: AbortSignal,
): Promise<number> {
  const mtus = await Promise.all(addresses.map((address) => mtuTowards(host, address, signal)))
  const known = mtus.filter((mtu) => mtu !== undefined)
  return known.length > 0 ? Math.min(...known) : 1500
}

async function mtuTowards(host: Network, address: string, signal?: AbortSignal): Promise<number | undefined> {
  const options = signal ? { signal } : {}
  const route = await host.routes.lookUp(address, options).catch(() => undefined)
  if (!route) return undefined
  if (route.mtu) return route.mtu
  return route.link === undefined ? undefined : (await host.links.get(route.link, options)).mtu
}
