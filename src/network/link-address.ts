import type { IpVersion, NativeAddress } from '../addon/native-address.js'
import {
  type AddressFlag,
  type AddressProtocol,
  addressFlagWords,
  addressProtocolWord,
} from './link-words.js'
import { type Scope, scopeWord } from './words.js'

/** What the kernel told of an address at one moment. */
export interface LinkAddress {
  /** The index of the link that has it. */
  readonly link: number
  /** Undefined where that has gone meanwhile. */
  readonly linkName: string | undefined
  /** 4 or 6. */
  readonly version: IpVersion
  /** `10.0.0.2`, without its prefix length. */
  readonly address: string
  /** 0 to 32, or 0 to 128. */
  readonly prefixLength: number
  /** The other end of a point-to-point link. */
  readonly peer: string | undefined
  /** IPv4 only; undefined: none. */
  readonly broadcast: string | undefined
  /** Where it is valid. */
  readonly scope: Scope
  /** IFA_F_… in the words of ip-address(8). */
  readonly flags: readonly AddressFlag[]
  /** IPv4 only: the name of its link, or `eth0:1`. */
  readonly label: string | undefined
  /** Of the route to its network; undefined: the kernel's own. */
  readonly metric: number | undefined
  /** What has made it; undefined: nobody has said, or Linux before 5.18. */
  readonly protocol: AddressProtocol | undefined
  /** Seconds from that moment on in which new connections may have it for their source; undefined: for ever. */
  readonly preferredLifetime: number | undefined
  /** Seconds from that moment on until it goes; undefined: never. */
  readonly validLifetime: number | undefined
}

/** INFINITY_LIFE_TIME of the kernel's addrconf.h. */
export const forever = 0xffff_ffff

/** A frozen snapshot. */
export function addressSnapshot(address: NativeAddress, linkName: string | undefined): LinkAddress {
  const { version, protocol } = address
  return Object.freeze({
    link: address.link,
    linkName,
    version,
    address: address.address,
    prefixLength: address.prefixLength,
    peer: address.peer,
    broadcast: address.broadcast,
    scope: scopeWord(address.scope),
    flags: addressFlagWords(address.flags, version),
    label: address.label,
    metric: address.metric === 0 ? undefined : address.metric,
    protocol: protocol === undefined ? undefined : addressProtocolWord(protocol),
    preferredLifetime: secondsOf(address.preferredLifetime),
    validLifetime: secondsOf(address.validLifetime),
  })
}

function secondsOf(lifetime: number): number | undefined {
  return lifetime === forever ? undefined : lifetime
}
