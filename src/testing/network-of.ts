/** Networks of a fake kernel. */
import type { IpVersion } from '../addon/native-address.js'
import type { NativePrefix } from '../addon/native-prefix.js'
import { type Prefix, prefixContains } from '../address/prefix.js'

/** Whether an address is of a network; all are of an absent one, and an absent one of no other. */
export function contains(
  version: IpVersion,
  network: NativePrefix | undefined,
  address: string | undefined,
): boolean {
  if (network === undefined) return true
  if (address === undefined) return false
  return prefixContains(networkOf(version, network.address, network.prefixLength), { version, address })
}

/** Absent: all addresses. */
export function networkOf(version: IpVersion, address: string | undefined, prefixLength: number): Prefix {
  return { version, address: address ?? (version === 4 ? '0.0.0.0' : '::'), prefixLength }
}
