/** The words of ip(8) for the kernel's numbers. */

/** Where an address or a route's destination is valid: `RT_SCOPE_…` of <linux/rtnetlink.h>. */
export type Scope = 'global' | 'site' | 'link' | 'host' | 'nowhere' | number

const scopes: ReadonlyMap<number, Scope> = new Map<number, Scope>([
  [0, 'global'],
  [200, 'site'],
  [253, 'link'],
  [254, 'host'],
  [255, 'nowhere'],
])

export function scopeWord(scope: number): Scope {
  return scopes.get(scope) ?? scope
}

/** Undefined: no such word. */
export function scopeNumber(scope: Scope): number | undefined {
  return numberOf(scopes, scope)
}

/** Who made a route: `RTPROT_…`. */
export type RouteProtocol = 'unspec' | 'redirect' | 'kernel' | 'boot' | 'static' | 'ra' | 'dhcp' | number

const routeProtocols: ReadonlyMap<number, RouteProtocol> = new Map<number, RouteProtocol>([
  [0, 'unspec'],
  [1, 'redirect'],
  [2, 'kernel'],
  [3, 'boot'],
  [4, 'static'],
  [9, 'ra'],
  [16, 'dhcp'],
])

export function routeProtocolWord(protocol: number): RouteProtocol {
  return routeProtocols.get(protocol) ?? protocol
}

/** Undefined: no such word. */
export function routeProtocolNumber(protocol: RouteProtocol): number | undefined {
  return numberOf(routeProtocols, protocol)
}

/** `RTN_…`, by number. */
const routeTypes = [
  'unspec',
  'unicast',
  'local',
  'broadcast',
  'anycast',
  'multicast',
  'blackhole',
  'unreachable',
  'prohibit',
  'throw',
  'nat',
] as const
/** What a route does with packets: `RTN_…` in the words of ip-route(8). */
export type RouteType = (typeof routeTypes)[number] | number

export function routeTypeWord(type: number): RouteType {
  return routeTypes[type] ?? type
}

/** Undefined: no such word. */
export function routeTypeNumber(type: RouteType): number | undefined {
  return numberOf(new Map<number, RouteType>(routeTypes.entries()), type)
}

/** Which of several routers is better: `ICMPV6_ROUTER_PREF_…`, RFC 4191, 2.1. */
export type RoutePreference = 'low' | 'medium' | 'high' | number

const routePreferences: ReadonlyMap<number, RoutePreference> = new Map<number, RoutePreference>([
  [0, 'medium'],
  [1, 'high'],
  [3, 'low'],
])

export function routePreferenceWord(preference: number): RoutePreference {
  return routePreferences.get(preference) ?? preference
}

/** Undefined: no such word. */
export function routePreferenceNumber(preference: RoutePreference): number | undefined {
  return numberOf(routePreferences, preference)
}

/** What a rule does with what it matches: `FR_ACT_…` of <linux/fib_rules.h>. */
export type RuleAction = 'lookup' | 'goto' | 'nop' | 'blackhole' | 'unreachable' | 'prohibit' | number

const ruleActions: ReadonlyMap<number, RuleAction> = new Map<number, RuleAction>([
  [1, 'lookup'],
  [2, 'goto'],
  [3, 'nop'],
  [6, 'blackhole'],
  [7, 'unreachable'],
  [8, 'prohibit'],
])

export function ruleActionWord(action: number): RuleAction {
  return ruleActions.get(action) ?? action
}

/** Undefined: no such word. */
export function ruleActionNumber(action: RuleAction): number | undefined {
  return numberOf(ruleActions, action)
}

/** IANA's numbers, for the protocols that have ports or are met in rules. */
export type IpProtocol = 'icmp' | 'tcp' | 'udp' | 'dccp' | 'ipv6-icmp' | 'sctp' | 'udplite' | number

const ipProtocols: ReadonlyMap<number, IpProtocol> = new Map<number, IpProtocol>([
  [1, 'icmp'],
  [6, 'tcp'],
  [17, 'udp'],
  [33, 'dccp'],
  [58, 'ipv6-icmp'],
  [132, 'sctp'],
  [136, 'udplite'],
])

export function ipProtocolWord(protocol: number): IpProtocol {
  return ipProtocols.get(protocol) ?? protocol
}

/** Undefined: no such word. */
export function ipProtocolNumber(protocol: IpProtocol): number | undefined {
  return numberOf(ipProtocols, protocol)
}

/** What is known of a neighbour: `NUD_…` of <linux/neighbour.h>, RFC 4861, 7.3.2. */
export type NeighbourState =
  | 'none'
  | 'incomplete'
  | 'reachable'
  | 'stale'
  | 'delay'
  | 'probe'
  | 'failed'
  | 'noarp'
  | 'permanent'
  | number

const neighbourStates: ReadonlyMap<number, NeighbourState> = new Map<number, NeighbourState>([
  [0, 'none'],
  [1, 'incomplete'],
  [2, 'reachable'],
  [4, 'stale'],
  [8, 'delay'],
  [16, 'probe'],
  [32, 'failed'],
  [64, 'noarp'],
  [128, 'permanent'],
])

export function neighbourStateWord(state: number): NeighbourState {
  return neighbourStates.get(state) ?? state
}

/** Undefined: no such word. */
export function neighbourStateNumber(state: NeighbourState): number | undefined {
  return numberOf(neighbourStates, state)
}

/** `NTF_…`, by bit. */
const neighbourFlags = [
  'use',
  'self',
  'master',
  'proxy',
  'extern_learn',
  'offload',
  'sticky',
  'router',
] as const
/** `NTF_EXT_…`, by bit. */
const extendedNeighbourFlags = ['managed', 'locked', 'ext_validated'] as const
/** `NTF_…` and `NTF_EXT_…` in the words of ip-neighbour(8). */
export type NeighbourFlag = (typeof neighbourFlags)[number] | (typeof extendedNeighbourFlags)[number]

export function neighbourFlagWords(flags: number, extended: number): readonly NeighbourFlag[] {
  return Object.freeze([...words(neighbourFlags, flags), ...words(extendedNeighbourFlags, extended)])
}

/** Undefined: no such word. */
export function numberOf<Word>(table: ReadonlyMap<number, Word>, word: Word): number | undefined {
  if (typeof word === 'number') return word
  return [...table].find(([, other]) => other === word)?.[0]
}

/** The words of those bits that are set, by their places. */
export function words<Word>(table: readonly Word[], bits: number): readonly Word[] {
  return Object.freeze(table.filter((_, bit) => (bits & (1 << bit)) !== 0))
}
