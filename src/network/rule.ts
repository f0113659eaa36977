import type { IpVersion } from '../addon/native-address.js'
import type { NativePrefix } from '../addon/native-prefix.js'
import type { NativeRule } from '../addon/native-rule.js'
import type { Prefix } from '../address/prefix.js'
import { type Realms, realmsOf } from './realms.js'
import { type RouteTableName, tableName } from './table.js'
import {
  type IpProtocol,
  ipProtocolWord,
  type RouteProtocol,
  type RuleAction,
  routeProtocolWord,
  ruleActionWord,
} from './words.js'

/** Numbers from one to another, both included. */
export interface NumberRange {
  /** Belongs to it. */
  readonly start: number
  /** Belongs to it. */
  readonly end: number
}

/** What the kernel told of a rule at one moment, in the words of ip-rule(8). What is undefined does not matter to it. */
export interface Rule {
  /** 4 or 6. */
  readonly version: IpVersion
  /** The lowest comes first. */
  readonly priority: number
  /** It is for the packets that do not match. */
  readonly not: boolean
  /** Undefined: all. */
  readonly from: Prefix | undefined
  /** Undefined: all. */
  readonly to: Prefix | undefined
  /** The name of the link that a packet came by; such a link need not exist. */
  readonly iif: string | undefined
  /** The name of the link that a socket is bound to. */
  readonly oif: string | undefined
  /** The firewall mark, as far as the bits of `fwmask` go. */
  readonly fwmark: number | undefined
  /** 0xffffffff: all bits of the mark. Undefined where there is no mark. */
  readonly fwmask: number | undefined
  /** The number of the tunnel that a packet came by (64 bits). */
  readonly tunId: bigint | undefined
  /** Undefined: any. */
  readonly tos: number | undefined
  /** Undefined: all. */
  readonly ipProtocol: IpProtocol | undefined
  /** The source ports. */
  readonly sport: NumberRange | undefined
  /** The destination ports. */
  readonly dport: NumberRange | undefined
  /** Whose sockets: user numbers, as the namespace's user namespace counts them. */
  readonly uidRange: NumberRange | undefined
  /** The packet's link is in a VRF, whose table it is. */
  readonly l3mdev: boolean
  /** What it does with what it matches. */
  readonly action: RuleAction
  /** Where routes are looked up: 254 is main, 255 local, 253 default. */
  readonly table: number | undefined
  /** Of these three; undefined for others. */
  readonly tableName: RouteTableName | undefined
  /** The priority of the rule to go on with, where the action is `goto`. */
  readonly goto: number | undefined
  /** Routes whose prefix has at most so many bits don't count: 0 leaves out the default route. */
  readonly suppressPrefixLength: number | undefined
  /** Neither do routes by links of this group. */
  readonly suppressGroup: number | undefined
  /** What the packets are counted as, IPv4. */
  readonly realms: Realms | undefined
  /** Who made it: RTPROT_…. */
  readonly protocol: RouteProtocol
}

export const inverted = 2

/** A frozen snapshot. */
export function ruleSnapshot(rule: NativeRule): Rule {
  const { version, mark, mask } = rule
  return Object.freeze({
    version,
    priority: rule.priority,
    not: (rule.flags & inverted) !== 0,
    from: prefix(version, rule.source),
    to: prefix(version, rule.destination),
    iif: rule.incoming,
    oif: rule.outgoing,
    // The kernel leaves out a mark of 0.
    fwmark: mark ?? (mask === undefined ? undefined : 0),
    fwmask: mask,
    tunId: rule.tunnelId,
    tos: rule.tos === 0 ? undefined : rule.tos,
    ipProtocol: rule.ipProtocol === undefined ? undefined : ipProtocolWord(rule.ipProtocol),
    sport: rule.sourcePorts && Object.freeze(rule.sourcePorts),
    dport: rule.destinationPorts && Object.freeze(rule.destinationPorts),
    uidRange: rule.users && Object.freeze(rule.users),
    l3mdev: rule.l3mdev,
    action: ruleActionWord(rule.action),
    table: rule.table === 0 ? undefined : rule.table,
    tableName: tableName(rule.table),
    goto: rule.target,
    suppressPrefixLength: rule.suppressPrefixLength,
    suppressGroup: rule.suppressGroup,
    realms: realmsOf(rule.realms),
    protocol: routeProtocolWord(rule.protocol),
  })
}

function prefix(version: IpVersion, native: NativePrefix | undefined): Prefix | undefined {
  return native && Object.freeze({ version, address: native.address, prefixLength: native.prefixLength })
}
