/** One IP address: its text, its bytes, its number. */
import { malformed } from './malformed.js'

let net: typeof import('node:net') | undefined

/** 0: neither. Loads node:net at its first use, for a program that only prints addresses starts sooner without. */
function isIP(text: string): number {
  net ??= process.getBuiltinModule('node:net')
  return net.isIP(text)
}

/** 4 or 6. */
export type AddressVersion = 4 | 6

/** An address in its canonical text (RFC 5952, lower case, longest run of zeros shortened). */
export interface Address {
  /** 4 or 6. */
  readonly version: AddressVersion
  /** Canonical text (RFC 5952 for IPv6), without its scope. */
  readonly address: string
  /** The zone of an IPv6 address, an interface's name or index: `eth0` in `fe80::1%eth0` (RFC 4007). */
  readonly scope?: string
}

/**
 * Reads `10.0.0.1`, `2001:db8::1` or `fe80::1%eth0`. IPv4 has four decimal numbers without leading zeros.
 * Throws `ERR_INVALID_ARGUMENT`.
 */
export function parseAddress(text: string): Address {
  const version = typeof text === 'string' ? isIP(text) : 0
  if (version === 0) throw malformed('address.parse', text, 'is not an IP address')
  if (version === 4) return Object.freeze({ version: 4, address: text })
  const [digits = '', scope] = text.split('%')
  const address = addressFromBytes(bytesOfV6(digits))
  return Object.freeze(scope === undefined ? { version: 6, address } : { version: 6, address, scope })
}

/** `fe80::1%eth0` again from its parts. */
export function formatAddress(address: Address): string {
  return address.scope === undefined ? address.address : `${address.address}%${address.scope}`
}

/** The 4 or 16 bytes of an address in network byte order; a scope is left out. Throws `ERR_INVALID_ARGUMENT`. */
export function addressToBytes(text: string): Uint8Array {
  const { version, address } = parseAddress(text)
  if (version === 6) return bytesOfV6(address)
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return Uint8Array.of(a, b, c, d)
}

/** The canonical text of 4 or 16 bytes. Throws `ERR_INVALID_ARGUMENT` for any other length. */
export function addressFromBytes(bytes: Uint8Array): string {
  if (bytes.length === 4) return bytes.join('.')
  if (bytes.length !== 16)
    throw malformed('address.print', bytes, `of ${bytes.length} bytes is not an address`)
  const all: number[] = []
  for (let at = 0; at < 16; at += 2) all.push(((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0))
  const isMapped = all[5] === 0xffff && all.slice(0, 5).every((group) => group === 0)
  return isMapped ? `::ffff:${bytes.subarray(12).join('.')}` : shorten(all)
}

/** An address as a whole number, for counting through a range. */
export function addressToNumber(text: string): bigint {
  return addressToBytes(text).reduce((number, byte) => (number << 8n) | BigInt(byte), 0n)
}

/** The address of a whole number. Throws `ERR_INVALID_ARGUMENT` where the number does not fit the version. */
export function addressFromNumber(version: AddressVersion, number: bigint): string {
  const size = version === 4 ? 4 : 16
  if (number < 0n || number >> BigInt(size * 8) !== 0n) {
    throw malformed('address.print', `${number}`, `is outside of the IPv${version} addresses`)
  }
  const bytes = Uint8Array.from({ length: size }, (_, index) =>
    Number((number >> BigInt((size - 1 - index) * 8)) & 255n),
  )
  return addressFromBytes(bytes)
}

/** `digits` has passed isIP, so only its short forms are left to open up. Long lists of peers have many: it is to be quick. */
function bytesOfV6(digits: string): Uint8Array {
  const bytes = new Uint8Array(16)
  const [head = '', tail = ''] = digits.split('::')
  putGroups(bytes, 0, groups(head))
  const after = groups(tail)
  putGroups(bytes, 16 - after.length * 2, after)
  return bytes
}

function putGroups(bytes: Uint8Array, at: number, all: readonly number[]): void {
  for (const group of all) {
    bytes[at++] = group >> 8
    bytes[at++] = group & 255
  }
}

function groups(text: string): readonly number[] {
  if (text === '') return []
  const all: number[] = []
  for (const part of text.split(':')) {
    if (part.includes('.')) {
      const [a = 0, b = 0, c = 0, d = 0] = part.split('.').map(Number)
      all.push((a << 8) | b, (c << 8) | d)
    } else {
      all.push(Number.parseInt(part, 16))
    }
  }
  return all
}

/** RFC 5952, 4.2: the longest run of two or more zero groups, the first of equals, becomes `::`. */
function shorten(all: readonly number[]): string {
  let start = 0
  let length = 1
  for (let at = 0; at < 8; at++) {
    let end = at
    while (end < 8 && all[end] === 0) end++
    if (end - at > length) [start, length] = [at, end - at]
  }
  const text = (part: readonly number[]) => part.map((group) => group.toString(16)).join(':')
  return length < 2 ? text(all) : `${text(all.slice(0, start))}::${text(all.slice(start + length))}`
}
