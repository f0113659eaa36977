/** A network, or an address with the size of its network: `10.5.0.0/16`. */
import {
  type Address,
  type AddressVersion,
  addressFromNumber,
  addressToNumber,
  parseAddress,
} from './address.js'
import { malformed } from './malformed.js'

/** A network, or an address with the size of its network: `10.5.0.0/16`. */
export interface Prefix {
  /** 4 or 6. */
  readonly version: AddressVersion
  /** Canonical text; its host bits are kept unless asked otherwise. */
  readonly address: string
  /** 0 to 32, or 0 to 128. */
  readonly prefixLength: number
}

/**
 * Reads `10.5.0.0/16`, `fd00::/64`, or an address alone, which stands for itself only (/32, /128).
 * `maskHostBits` sets the bits behind the prefix to zero: `10.5.86.233/16` becomes `10.5.0.0/16`.
 * Throws `ERR_INVALID_ARGUMENT`, also for an address with a scope.
 */
export function parsePrefix(text: string, options: { readonly maskHostBits?: boolean } = {}): Prefix {
  const refuse = (problem: string) => malformed('prefix.parse', text, problem)
  if (typeof text !== 'string') throw refuse('is not an address or network')
  const slash = text.indexOf('/')
  const { version, address, scope } = addressPart(slash < 0 ? text : text.slice(0, slash), refuse)
  if (scope !== undefined) throw refuse('has a scope (%…), which a network cannot have')
  const most = bits(version)
  const lengthText = slash < 0 ? `${most}` : text.slice(slash + 1)
  const prefixLength = /^(0|[1-9]\d{0,2})$/.test(lengthText) ? Number(lengthText) : Number.NaN
  if (!(prefixLength <= most)) throw refuse(`has a prefix length that is not a number from 0 to ${most}`)
  const prefix: Prefix = { version, address, prefixLength }
  return Object.freeze(
    options.maskHostBits === true ? { ...prefix, address: prefixAddress(prefix, 0n) } : prefix,
  )
}

function addressPart(text: string, refuse: (problem: string) => Error): Address {
  try {
    return parseAddress(text)
  } catch {
    throw refuse('is not an IP address or network')
  }
}

/** `10.5.0.0/16`. */
export function formatPrefix(prefix: Prefix): string {
  return `${prefix.address}/${prefix.prefixLength}`
}

/** How many addresses a prefix spans: 2^16 for /16 of IPv4. */
export function prefixSize(prefix: Prefix): bigint {
  return 1n << BigInt(bits(prefix.version) - prefix.prefixLength)
}

/** The address at a place in a prefix, counted from its first (0n: the network's own). Throws `ERR_INVALID_ARGUMENT` past its end. */
export function prefixAddress(prefix: Prefix, index: bigint): string {
  const size = prefixSize(prefix)
  if (index < 0n || index >= size) {
    throw malformed('prefix.address', formatPrefix(prefix), `has no address number ${index}; it has ${size}`)
  }
  const first = addressToNumber(prefix.address) & ~(size - 1n)
  return addressFromNumber(prefix.version, first + index)
}

/** True where the address, or every address of the other prefix, is in this one. Versions never mix. */
export function prefixContains(prefix: Prefix, other: Address | Prefix): boolean {
  if (prefix.version !== other.version) return false
  if ('prefixLength' in other && other.prefixLength < prefix.prefixLength) return false
  const difference = addressToNumber(prefix.address) ^ addressToNumber(other.address)
  return difference < prefixSize(prefix)
}

function bits(version: AddressVersion): number {
  return version === 4 ? 32 : 128
}
