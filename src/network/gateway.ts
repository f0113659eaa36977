/** Where a route or a next hop leads. */
import type { IpVersion } from '../addon/native-address.js'
import { parseAddress } from '../address/address.js'
import { invalid, readAddress } from '../netlink/arguments.js'

/** `version`: the route's. One of IPv4 may lead to a gateway of IPv6 (RFC 5549). */
export function readGateway(
  gateway: string | undefined,
  version: IpVersion,
  operation: string,
): string | undefined {
  if (gateway === undefined) return undefined
  const found = parseAddress(gateway).version
  if (found === 4 && version === 6) throw invalid(operation, gateway, 'is no gateway for IPv6')
  return readAddress(gateway, found, operation)
}
