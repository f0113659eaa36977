/** Numbers of <linux/rtnetlink.h>. */
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
/** RTNH_F_ONLINK. */
export const onLink = 4
