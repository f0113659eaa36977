/** What TCP and IP are told of a route: `RTAX_…` of <linux/rtnetlink.h>, in the words of ip-route(8). */
import type { NativeRouteMetric } from '../addon/native-route.js'
import { checkNumber, refuseUnknown } from '../netlink/arguments.js'

/** Each by its number. The MTU has a place of its own. */
const types = {
  lock: 1,
  window: 3,
  rtt: 4,
  rttvar: 5,
  ssthresh: 6,
  cwnd: 7,
  advmss: 8,
  reordering: 9,
  hoplimit: 10,
  initcwnd: 11,
  features: 12,
  rtoMin: 13,
  initrwnd: 14,
  quickack: 15,
  fastopenNoCookie: 17,
} as const
const mtuType = 2

/** Numbers as the kernel has them: rtt in eighths and rttvar in fourths of a millisecond, rtoMin in milliseconds. */
export type RouteMetrics = { readonly [Name in keyof typeof types]?: number | undefined }

/** For the kernel. */
export function nativeMetrics(
  mtu: number | undefined,
  metrics: RouteMetrics = {},
  operation: string,
): readonly NativeRouteMetric[] {
  refuseUnknown(metrics, types, operation)
  const all: NativeRouteMetric[] = mtu === undefined ? [] : [{ type: mtuType, value: mtu }]
  for (const [name, type] of Object.entries(types)) {
    const value = metrics[name as keyof RouteMetrics]
    if (value !== undefined) all.push({ type, value: checkNumber(value, name, operation, 0, 0xffff_ffff) })
  }
  return all
}

/** Undefined where there is none but the MTU. */
export function metricsOf(native: readonly NativeRouteMetric[]): RouteMetrics | undefined {
  const found = Object.entries(types).flatMap(([name, type]) =>
    native.filter((metric) => metric.type === type).map(({ value }) => [name, value] as const),
  )
  return found.length === 0 ? undefined : Object.freeze(Object.fromEntries(found))
}

export function mtuOf(native: readonly NativeRouteMetric[]): number | undefined {
  return native.find(({ type }) => type === mtuType)?.value
}
