/** What the kernel says of a route or a next hop: RTNH_F_… and RTM_F_… of <linux/rtnetlink.h>. */

/** In the words of ip-route(8). */
export type RouteFlag =
  | 'dead'
  | 'pervasive'
  | 'onlink'
  | 'offload'
  | 'linkdown'
  | 'unresolved'
  | 'trap'
  | 'notify'
  | 'cache'
  | 'rt_offload'
  | 'rt_trap'
  | 'rt_offload_failed'

/** By bit. */
const flags: ReadonlyMap<number, RouteFlag> = new Map<number, RouteFlag>([
  [0, 'dead'],
  [1, 'pervasive'],
  [2, 'onlink'],
  [3, 'offload'],
  [4, 'linkdown'],
  [5, 'unresolved'],
  [6, 'trap'],
  [8, 'notify'],
  [9, 'cache'],
  [14, 'rt_offload'],
  [15, 'rt_trap'],
  [29, 'rt_offload_failed'],
])

/** RTNH_F_ONLINK. */
export const onLinkFlag = 4

export function routeFlagWords(bits: number): readonly RouteFlag[] {
  return Object.freeze([...flags].filter(([bit]) => (bits & (1 << bit)) !== 0).map(([, word]) => word))
}
