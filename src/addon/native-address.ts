// Addresses, as they cross the line to the addon.

/** 4 (AF_INET) or 6 (AF_INET6). */
export type IpVersion = 4 | 6

export interface NativeAddress {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly prefixLength: number
  /** The other end of a point-to-point link. */
  readonly peer?: string | undefined
  readonly broadcast?: string | undefined
  /** RT_SCOPE_… */
  readonly scope: number
  /** IFA_F_… */
  readonly flags: number
}

export interface NativeAddressChange {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly prefixLength: number
  readonly peer?: string | undefined
}
