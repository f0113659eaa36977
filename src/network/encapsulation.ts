/** What packets are put into on their way: lwtunnel. */
import type { NativeEncapsulation } from '../addon/native-route.js'
import { checkNumber, invalid } from '../netlink/arguments.js'

/** What packets are put into on their way (MPLS, SRv6 …), as the kernel has it. */
export interface RouteEncapsulation {
  /** LWTUNNEL_ENCAP_… of <linux/lwtunnel.h>. */
  readonly type: number
  /** What is inside RTA_ENCAP. */
  readonly data: Uint8Array
}

export function nativeEncapsulation(
  encapsulation: RouteEncapsulation | undefined,
  operation: string,
): NativeEncapsulation | undefined {
  if (encapsulation === undefined) return undefined
  const { type, data } = encapsulation
  checkNumber(type, 'type of encapsulation', operation, 1, 0xffff)
  if (!(data instanceof Uint8Array)) throw invalid(operation, 'encapsulation:', 'has no bytes')
  return { type, data }
}

export function encapsulationOf(native: NativeEncapsulation | undefined): RouteEncapsulation | undefined {
  return native && Object.freeze(native)
}
