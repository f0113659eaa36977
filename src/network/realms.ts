/** What ip-route(8) calls realms: a packet's own network and the one that it goes to, by numbers that accounting and filters use. */
import type { IpVersion } from '../addon/native-address.js'
import { checkNumber, invalid } from '../netlink/arguments.js'

/** Of a route or a rule, IPv4 only; each 0 to 65535, 0: none. */
export interface Realms {
  /** Where a packet comes from. */
  readonly from: number
  /** Where it goes to. */
  readonly to: number
}

/** As the kernel has them: RTA_FLOW, FRA_FLOW. */
export function nativeRealms(
  realms: number | Realms | undefined,
  version: IpVersion,
  operation: string,
): number | undefined {
  if (realms === undefined) return undefined
  if (version === 6) throw invalid(operation, 'realms:', 'are of IPv4 only')
  const { from, to } = typeof realms === 'object' ? realms : { from: 0, to: realms }
  const check = (realm: number) => checkNumber(realm, 'realm', operation, 0, 0xffff)
  return check(from) * 0x10000 + check(to)
}

export function realmsOf(native: number | undefined): Realms | undefined {
  return native === undefined ? undefined : Object.freeze({ from: native >>> 16, to: native & 0xffff })
}
