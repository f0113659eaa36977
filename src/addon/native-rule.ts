// Rules of policy routing, as they cross the line to the addon.
import type { IpVersion } from './native-address.js'
import type { NativePrefix } from './native-prefix.js'

/** Both ends belong to it. */
export interface NativeRange {
  readonly start: number
  readonly end: number
}

export interface NativeRule {
  readonly version: IpVersion
  readonly priority: number
  /** FIB_RULE_… */
  readonly flags: number
  readonly source: NativePrefix | undefined
  readonly destination: NativePrefix | undefined
  /** Names of links, which need not exist. */
  readonly incoming: string | undefined
  readonly outgoing: string | undefined
  readonly mark: number | undefined
  readonly mask: number | undefined
  /** 64 bits. */
  readonly tunnelId: bigint | undefined
  readonly tos: number
  readonly ipProtocol: number | undefined
  readonly sourcePorts: NativeRange | undefined
  readonly destinationPorts: NativeRange | undefined
  readonly users: NativeRange | undefined
  readonly l3mdev: boolean
  /** FR_ACT_… */
  readonly action: number
  /** 0: none. */
  readonly table: number
  /** FRA_GOTO. */
  readonly target: number | undefined
  readonly suppressPrefixLength: number | undefined
  readonly suppressGroup: number | undefined
  /** FRA_FLOW. */
  readonly realms: number | undefined
  /** RTPROT_… */
  readonly protocol: number
}

/** What is absent is the kernel's to choose, or matches any. */
export type NativeRuleChange = { readonly version: IpVersion } & {
  readonly [Key in Exclude<keyof NativeRule, 'version'>]?: NativeRule[Key] | undefined
}
