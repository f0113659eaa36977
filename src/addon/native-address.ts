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
  /** IFA_LABEL. */
  readonly label?: string | undefined
  /** IFA_RT_PRIORITY. */
  readonly metric?: number | undefined
  /** IFAPROT_… of <linux/if_addr.h>. */
  readonly protocol?: number | undefined
  /** Seconds; 4294967295: for ever. */
  readonly preferredLifetime: number
  readonly validLifetime: number
}

export interface NativeAddressChange {
  readonly link: number
  readonly version: IpVersion
  readonly address: string
  readonly prefixLength: number
  readonly peer?: string | undefined
  /** The rest only where it is added or replaced. */
  readonly broadcast?: string | undefined
  /** Absent: 0. */
  readonly scope?: number | undefined
  readonly flags?: number | undefined
  readonly label?: string | undefined
  readonly metric?: number | undefined
  readonly protocol?: number | undefined
  /** Absent: for ever. */
  readonly preferredLifetime?: number | undefined
  readonly validLifetime?: number | undefined
}

/** Absent: all. The kernel may tell of all links all the same. */
export interface NativeAddressFilter {
  readonly version?: IpVersion | undefined
  readonly link?: number | undefined
}
