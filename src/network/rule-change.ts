import type { IpVersion } from '../addon/native-address.js'
import type { NativePrefix } from '../addon/native-prefix.js'
import type { NativeRange, NativeRuleChange } from '../addon/native-rule.js'
import type { Prefix } from '../address/prefix.js'
import {
  checkLinkName,
  checkNumber,
  checkVersion,
  invalid,
  readPrefix,
  refuseUnknown,
} from '../netlink/arguments.js'
import { nativeRealms, type Realms } from './realms.js'
import { inverted, type NumberRange, type Rule } from './rule.js'
import { type RouteTable, readTable } from './table.js'
import {
  type IpProtocol,
  ipProtocolNumber,
  type RouteProtocol,
  type RuleAction,
  routeProtocolNumber,
  ruleActionNumber,
} from './words.js'

/** A rule, as ip-rule(8) would be told of it; a listed one will do. To delete one, what is absent matches any but the version. */
export interface RuleChange {
  /** Default: that of `from` or `to`, else 4. */
  readonly version?: IpVersion | undefined
  /** 0 to 4294967295; the lowest comes first. Default: one less than the lowest but 0. */
  readonly priority?: number | undefined
  /** For the packets that do not match. Default: false. */
  readonly not?: boolean | undefined
  /** `10.0.0.0/16`, an address alone, or `all`. */
  readonly from?: 'all' | string | Prefix | undefined
  /** `10.0.0.0/16`, an address alone, or `all`. */
  readonly to?: 'all' | string | Prefix | undefined
  /** The name of the link that a packet came by; `lo`: sent by this host. */
  readonly iif?: string | undefined
  /** The name of the link that a socket is bound to. */
  readonly oif?: string | undefined
  /** The firewall mark, 0 to 4294967295. */
  readonly fwmark?: number | undefined
  /** The bits of it that count. Default: all. */
  readonly fwmask?: number | undefined
  /** The number of the tunnel that a packet came by, 1 to 2 ** 64 - 1. */
  readonly tunId?: bigint | number | undefined
  /** 0 (any) to 255; IPv4 takes those of RFC 1349 only (0x1c). */
  readonly tos?: number | undefined
  /** By name, or by IANA's number; Linux 4.17. */
  readonly ipProtocol?: IpProtocol | undefined
  /** Source and destination ports, 1 to 65534; Linux 4.17. */
  readonly sport?: number | NumberRange | undefined
  /** 1 to 65534; Linux 4.17. */
  readonly dport?: number | NumberRange | undefined
  /** Whose sockets, by user number. Only for a process in the user namespace that owns the network (else EPERM). */
  readonly uidRange?: NumberRange | undefined
  /** The table is that of the VRF that the packet's link is in. Default: false. */
  readonly l3mdev?: boolean | undefined
  /** Default: `goto` where there is one, else `lookup`. */
  readonly action?: RuleAction | undefined
  /** Where to look up. Default: main. */
  readonly table?: RouteTable | undefined
  /** The priority of the rule to go on with: a higher one. */
  readonly goto?: number | undefined
  /** Routes whose prefix has at most so many bits don't count; wg-quick(8) leaves out default routes by 0. */
  readonly suppressPrefixLength?: number | undefined
  /** Neither do routes by links of this group. */
  readonly suppressGroup?: number | undefined
  /** What the packets are counted as, IPv4; a number is that of where they go. Default: none. */
  readonly realms?: number | Realms | undefined
  /** Who made it. Default: unspec. */
  readonly protocol?: RouteProtocol | undefined
}

const known: Readonly<Record<keyof Rule | keyof RuleChange, true>> = {
  ...{ version: true, priority: true, not: true, from: true, to: true, iif: true, oif: true },
  ...{ fwmark: true, fwmask: true, tunId: true, tos: true, ipProtocol: true, sport: true, dport: true },
  ...{ uidRange: true, l3mdev: true, action: true, table: true, tableName: true, goto: true },
  ...{ suppressPrefixLength: true, suppressGroup: true, realms: true, protocol: true },
}
const mostOfU32 = 0xffff_ffff

/** A rule to add, with what ip-rule(8) would choose. */
export function readRule(rule: RuleChange): NativeRuleChange {
  const operation = 'rule.add'
  const match = readRuleMatch(rule, operation)
  const action = match.action ?? readAction(rule.goto === undefined ? 'lookup' : 'goto', operation)
  const isLookUp = action === ruleActionNumber('lookup')
  const table = match.table ?? (isLookUp && !match.l3mdev ? readTable('main', operation) : undefined)
  return { ...match, action, table }
}

/** What is given of a rule. */
export function readRuleMatch(rule: RuleChange, operation: string): NativeRuleChange {
  refuseUnknown(rule, known, operation)
  const [from, to] = [readNetwork(rule.from), readNetwork(rule.to)]
  const version = checkVersion(rule.version, operation) ?? from?.version ?? to?.version ?? 4
  for (const network of [from, to]) {
    if (network !== undefined && network.version !== version)
      throw invalid(operation, network.address, `is not of IPv${version}, as the rest`)
  }
  const number = (what: string, value: number | undefined, most = mostOfU32, least = 0) =>
    value === undefined ? undefined : checkNumber(value, what, operation, least, most)
  return {
    version,
    priority: number('priority', rule.priority),
    flags: optional(rule.not, (not) => (not ? inverted : 0)),
    source: native(from),
    destination: native(to),
    incoming: rule.iif === undefined ? undefined : checkLinkName(rule.iif, operation),
    outgoing: rule.oif === undefined ? undefined : checkLinkName(rule.oif, operation),
    mark: number('firewall mark', rule.fwmark),
    mask: number('mask of a firewall mark', rule.fwmask),
    tunnelId: optional(rule.tunId, (id) => readTunnelId(id, operation)),
    // 0 is that of any packet.
    tos: number('TOS', rule.tos, 255) || undefined,
    ipProtocol: number(
      'IP protocol',
      optional(rule.ipProtocol, (word) => ipProtocolNumber(word) ?? -1),
      255,
    ),
    sourcePorts: optional(rule.sport, (ports) => readRange(ports, 'port', operation, 1, 65534)),
    destinationPorts: optional(rule.dport, (ports) => readRange(ports, 'port', operation, 1, 65534)),
    users: optional(rule.uidRange, (users) => readRange(users, 'user', operation, 0, mostOfU32 - 1)),
    l3mdev: rule.l3mdev,
    action: optional(rule.action, (action) => readAction(action, operation)),
    table: optional(rule.table, (table) => readTable(table, operation)),
    target: number('priority', rule.goto),
    suppressPrefixLength: number('prefix length', rule.suppressPrefixLength, version === 4 ? 32 : 128),
    suppressGroup: number('group of links', rule.suppressGroup, 0x7fff_ffff),
    realms: nativeRealms(rule.realms, version, operation),
    protocol: number(
      'protocol',
      optional(rule.protocol, (word) => routeProtocolNumber(word) ?? -1),
      255,
    ),
  }
}

function optional<Value, Result>(
  value: Value | undefined,
  read: (value: Value) => Result,
): Result | undefined {
  return value === undefined ? undefined : read(value)
}

function readAction(action: RuleAction, operation: string): number {
  const number = ruleActionNumber(action)
  if (number === undefined) throw invalid(operation, String(action), 'is no action of a rule')
  return checkNumber(number, 'action of a rule', operation, 1, 255)
}

function readTunnelId(id: bigint | number, operation: string): bigint {
  const isWhole = typeof id === 'bigint' || Number.isSafeInteger(id)
  if (isWhole && id > 0 && id < 1n << 64n) return BigInt(id)
  throw invalid(operation, String(id), 'is no number of a tunnel, from 1 to 18446744073709551615')
}

function readNetwork(network: 'all' | string | Prefix | undefined): Prefix | undefined {
  if (network === undefined || network === 'all') return undefined
  return readPrefix(network)
}

/** A length of 0 is that of all addresses, and has no place in a message. */
function native(network: Prefix | undefined): NativePrefix | undefined {
  if (network === undefined || network.prefixLength === 0) return undefined
  return { address: network.address, prefixLength: network.prefixLength }
}

function readRange(
  range: number | NumberRange,
  what: string,
  operation: string,
  least: number,
  most: number,
): NativeRange {
  const { start, end } = typeof range === 'number' ? { start: range, end: range } : range
  checkNumber(start, what, operation, least, most)
  return { start, end: checkNumber(end, `${what} from ${start} on`, operation, start, most) }
}
