import type { IpVersion, NativeAddress } from '../addon/native-address.js'
import { type AddressFlag, addressFlagWords, type Scope, scopeWord } from './words.js'

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
}

/** A frozen snapshot. */
export function addressSnapshot(address: NativeAddress, linkName: string | undefined): LinkAddress {
  return Object.freeze({
    link: address.link,
    linkName,
    version: address.version,
    address: address.address,
    prefixLength: address.prefixLength,
    peer: address.peer,
    broadcast: address.broadcast,
    scope: scopeWord(address.scope),
    flags: addressFlagWords(address.flags),
  })
}
