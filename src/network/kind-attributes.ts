/** What is inside IFLA_INFO_DATA besides the options that the addon knows: as it is, and the sources of a macvlan. */
import type { NativeLink } from '../addon/native-link.js'
import { decodeAttributes, encodeAttributes, type RawAttribute } from '../netlink/raw-attributes.js'
import { hardwareAddressText, readHardwareAddress } from './hardware-address.js'

/** IFLA_MACVLAN_… of <linux/if_link.h>. */
const addressMode = 3
const address = 4
const addresses = 5
/** MACVLAN_MACADDR_SET: these, and no others. */
const set = Uint8Array.of(3, 0, 0, 0)

/** For the kernel. Throws `ERR_INVALID_ARGUMENT`. */
export function readKindAttributes(
  sources: readonly string[] | undefined,
  attributes: readonly RawAttribute[] | undefined,
  operation: string,
): Uint8Array | undefined {
  if (sources === undefined) return attributes && encodeAttributes(attributes, operation)
  const data = sources.map((source) => ({ type: address, data: readHardwareAddress(source, operation) }))
  const own = [
    { type: addressMode, data: set },
    { type: addresses, data },
  ]
  return encodeAttributes([...own, ...(attributes ?? [])], operation)
}

/** What has no name here, as the kernel told it. */
export function kindAttributesOf({ data, macvlan }: NativeLink): readonly RawAttribute[] | undefined {
  const all = data && decodeAttributes(data)
  return macvlan ? all && Object.freeze(all.filter(({ type }) => type !== addresses)) : all
}

/** Undefined where there are none. */
export function sourcesOf({ data = new Uint8Array() }: NativeLink): readonly string[] | undefined {
  const told = decodeAttributes(data).find(({ type }) => type === addresses)
  const texts = told && decodeAttributes(told.data).map((one) => hardwareAddressText(one.data) ?? '')
  return texts && Object.freeze(texts)
}
