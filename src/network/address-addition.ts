/** What an address is to be, in the words of ip-address(8), checked for the kernel. */
import type { NativeAddressChange } from '../addon/native-address.js'
import type { Prefix } from '../address/prefix.js'
import { checkNumber, invalid, readAddress, refuseUnknown } from '../netlink/arguments.js'
import type { RequestOptions } from '../netlink/conversation.js'
import { forever } from './link-address.js'
import { type AddressProtocol, addressProtocolNumber } from './link-words.js'
import { type Scope, scopeNumber } from './words.js'

/** Which address. */
export interface AddressOptions extends RequestOptions {
  /** The other end of a point-to-point link, which then is what the prefix length belongs to. */
  readonly peer?: string | undefined
}

/** Of an address to add or replace. */
export interface AddressAddition extends AddressOptions {
  /** IPv4 only. Default: none. */
  readonly broadcast?: string | undefined
  /** IPv4 only: where it is valid; that of IPv6 follows from the address. Default: `host` in 127.0.0.0/8, else `global`. */
  readonly scope?: Scope | undefined
  /** IPv4 only: 1 to 15 bytes, by custom the name of the link and `:1`. Default: the name of the link. */
  readonly label?: string | undefined
  /** Of the route to its network, 1 to 4294967295. Default: the kernel's own. */
  readonly metric?: number | undefined
  /** What has made it; a number is 1 to 255. Linux 5.18. Default: nobody says. */
  readonly protocol?: AddressProtocol | undefined
  /** Seconds until it goes, 1 to 4294967294. Default: never. */
  readonly validLifetime?: number | undefined
  /** Seconds in which new connections may have it for their source, 0 to the valid lifetime. Default: that one. */
  readonly preferredLifetime?: number | undefined
  /** No route to its network is made. Default: false. */
  readonly noPrefixRoute?: boolean | undefined
  /** The link joins this multicast group. Default: false. */
  readonly autojoin?: boolean | undefined
  /** IPv6 only: nobody is asked whether he has it already (RFC 4862). Default: false. */
  readonly nodad?: boolean | undefined
  /** IPv6 only: it is used before that has been found out (RFC 4429). Default: false. */
  readonly optimistic?: boolean | undefined
  /** IPv6 only: that of Mobile IPv6 (RFC 6275). Default: false. */
  readonly homeAddress?: boolean | undefined
  /** IPv6 only, with a length of 64: the kernel makes temporary addresses beside it (RFC 8981). Default: false. */
  readonly manageTempAddress?: boolean | undefined
}

/** IFA_F_… */
const flags = {
  nodad: 2,
  optimistic: 4,
  homeAddress: 0x10,
  manageTempAddress: 0x100,
  noPrefixRoute: 0x200,
  autojoin: 0x400,
} as const
type Flag = keyof typeof flags

const ipv6Only = ['nodad', 'optimistic', 'homeAddress', 'manageTempAddress'] as const
const ipv4Only = ['broadcast', 'scope', 'label'] as const

const known: Record<keyof AddressAddition, true> = {
  ...{ peer: true, broadcast: true, scope: true, label: true, metric: true, protocol: true, signal: true },
  ...{ validLifetime: true, preferredLifetime: true, noPrefixRoute: true, autojoin: true },
  ...{ nodad: true, optimistic: true, homeAddress: true, manageTempAddress: true },
}

/** All but the link. Throws `ERR_INVALID_ARGUMENT`. */
export function readAddressAddition(
  { version, address, prefixLength }: Prefix,
  addition: AddressAddition,
  operation: string,
): Omit<NativeAddressChange, 'link'> {
  refuseUnknown(addition, known, operation)
  for (const option of version === 4 ? ipv6Only : ipv4Only) {
    if (addition[option] !== undefined && addition[option] !== false)
      throw invalid(operation, `${option}:`, `is not for addresses of IPv${version}`)
  }
  const { peer, broadcast, label, metric } = addition
  return {
    ...{ version, address, prefixLength },
    peer: peer === undefined ? undefined : readAddress(peer, version, operation),
    broadcast: broadcast === undefined ? undefined : readAddress(broadcast, version, operation),
    scope: readScope(address, addition, operation),
    label: label === undefined ? undefined : checkLabel(label, operation),
    metric: metric === undefined ? undefined : checkNumber(metric, 'metric', operation, 1, 0xffff_ffff),
    protocol: readProtocol(addition, operation),
    flags: flagsOf(addition),
    ...readLifetimes(addition, operation),
  }
}

/** As ip-address(8): 127.0.0.0/8 is of no use outside of this host. */
function readScope(address: string, { scope }: AddressAddition, operation: string): number | undefined {
  const number = scopeNumber(scope ?? (address.startsWith('127.') ? 'host' : 'global'))
  if (number === undefined) throw invalid(operation, String(scope), 'is no scope of an address')
  return checkNumber(number, 'scope of an address', operation, 0, 255)
}

/** IFNAMSIZ, as that of a link. */
function checkLabel(label: string, operation: string): string {
  const isGood = typeof label === 'string' && label !== '' && !label.includes('\0')
  if (isGood && Buffer.byteLength(label) <= 15) return label
  throw invalid(operation, JSON.stringify(label) ?? String(label), 'is no label of 1 to 15 bytes')
}

function readProtocol({ protocol }: AddressAddition, operation: string): number | undefined {
  if (protocol === undefined) return undefined
  const number = addressProtocolNumber(protocol)
  if (number === undefined) throw invalid(operation, String(protocol), 'is no protocol of addresses')
  return checkNumber(number, 'protocol of addresses', operation, 1, 255)
}

function readLifetimes({ validLifetime, preferredLifetime }: AddressAddition, operation: string) {
  const valid =
    validLifetime === undefined
      ? forever
      : checkNumber(validLifetime, 'valid lifetime', operation, 1, forever - 1)
  const most = Math.min(valid, forever - 1)
  return {
    validLifetime: valid,
    preferredLifetime:
      preferredLifetime === undefined
        ? valid
        : checkNumber(preferredLifetime, 'preferred lifetime', operation, 0, most),
  }
}

function flagsOf(addition: AddressAddition): number {
  const set = (Object.keys(flags) as Flag[]).filter((flag) => addition[flag])
  return set.reduce((bits, flag) => bits | flags[flag], 0)
}
