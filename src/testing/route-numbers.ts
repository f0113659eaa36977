/** Numbers of <linux/rtnetlink.h>. */
import type { IpVersion } from '../addon/native-address.js'

export const table = { default: 253, main: 254, local: 255 } as const
export const scope = { global: 0, link: 253, host: 254 } as const
export const routeType = {
  unicast: 1,
  local: 2,
  blackhole: 6,
  unreachable: 7,
  prohibit: 8,
  throw: 9,
} as const
/** Of what makes a route: `ip route add`. */
export const protocolBoot = 3
/** What the kernel tells of a route that nobody said it of. */
export function untold(version: IpVersion) {
  return {
    ...{ source: undefined, tos: 0, nextHopId: undefined, realms: undefined, expires: undefined },
    // ICMPV6_ROUTER_PREF_MEDIUM.
    preference: version === 6 ? 0 : undefined,
  }
}
/** RTNH_F_ONLINK. */
export const onLink = 4
