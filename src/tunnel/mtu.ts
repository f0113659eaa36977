import { formatPrefix } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'
import type { Network } from '../network/network.js'
import type { TunnelConfiguration } from './configuration.js'

/** Outer IPv6 header 40, UDP 8, WireGuard 32 (message type, receiver, counter, authentication tag); as wg-quick(8) counts. */
export const wireguardOverhead = 80

/** 1500, the MTU of Ethernet, less the overhead. */
export const greatestDefaultMtu = 1420

/** The least MTU of a link that carries IPv4 (RFC 791), and of one that carries IPv6 (RFC 8200, section 5). */
const leastMtu = { 4: 68, 6: 1280 } as const

/** 65535, the greatest length of an IPv4 packet, less the overhead. */
const greatestMtu = 65_455

/** The least MTU of a link that carries what this configuration sends through it. */
export function leastMtuOf(configuration: TunnelConfiguration): number {
  return leastMtu[ipv6Inside(configuration) ? 6 : 4]
}

/** @throws OperationError ERR_INVALID_ARGUMENT where the MTU that is told cannot carry what goes through the tunnel */
export function checkMtu(configuration: TunnelConfiguration): void {
  const { mtu } = configuration
  const least = leastMtuOf(configuration)
  if (mtu === undefined || (Number.isInteger(mtu) && mtu >= least && mtu <= greatestMtu)) return
  const six = ipv6Inside(configuration)
  const reason = six && mtu < least ? `, since the tunnel carries IPv6 (${formatPrefix(six)})` : ''
  throw new OperationError(`mtu: ${mtu} is not a whole number from ${least} to ${greatestMtu}${reason}`, {
    code: 'ERR_INVALID_ARGUMENT',
    operation: 'tunnel.configure',
    subject: 'mtu',
  })
}

function ipv6Inside({ addresses, peers }: TunnelConfiguration) {
  const inside = [...addresses, ...peers.flatMap(({ allowedIps }) => allowedIps)]
  return inside.find(({ version }) => version === 6)
}

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
