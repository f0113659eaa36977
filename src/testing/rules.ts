/** Rules of a fake kernel: <linux/fib_rules.h>. */
import { isDeepStrictEqual } from 'node:util'
import type { IpVersion } from '../addon/native-address.js'
import type { NativeRouteQuery } from '../addon/native-route.js'
import type { NativeRange, NativeRule, NativeRuleChange } from '../addon/native-rule.js'
import { refuse } from './failure.js'
import type { FakeNamespace } from './fake-namespace.js'
import { contains } from './network-of.js'
import { table } from './route-numbers.js'

/** FR_ACT_TO_TBL. */
const lookUp = 1
/** FIB_RULE_INVERT. */
const inverted = 2
const protocolKernel = 2

export function standardRules(): NativeRule[] {
  const rule = (version: IpVersion, priority: number, number: number) =>
    newRule({ version, priority, action: lookUp, table: number, protocol: protocolKernel })
  return [
    rule(4, 0, table.local),
    rule(4, 32766, table.main),
    rule(4, 32767, table.default),
    rule(6, 0, table.local),
    rule(6, 32766, table.main),
  ]
}

export function addRule(namespace: FakeNamespace, change: NativeRuleChange): void {
  const others = namespace.rules.filter(({ version }) => version === change.version)
  const least = Math.min(
    ...others.filter(({ priority }) => priority > 0).map(({ priority }) => priority),
    32767,
  )
  const rule = newRule({ ...change, priority: change.priority ?? least - 1 })
  if (others.some((other) => isTwin(other, rule))) refuse('EEXIST')
  namespace.rules.push(rule)
  namespace.rules.sort((a, b) => a.version - b.version || a.priority - b.priority)
  namespace.tell({ deleted: false, rule })
}

export function deleteRule(namespace: FakeNamespace, change: NativeRuleChange): void {
  const found = namespace.rules.find((rule) => isTakenFor(rule, change)) ?? refuse('ENOENT')
  namespace.rules = namespace.rules.filter((rule) => rule !== found)
  namespace.tell({ deleted: true, rule: found })
}

/** The tables that a packet is looked up in. */
export function tablesFor(
  namespace: FakeNamespace,
  query: NativeRouteQuery,
): { number: number; suppress: number }[] {
  return namespace.rules
    .filter((rule) => rule.version === query.version && rule.action === lookUp)
    .filter((rule) => isFor(namespace, rule, query) !== ((rule.flags & inverted) !== 0))
    .map((rule) => ({ number: rule.table, suppress: rule.suppressPrefixLength ?? -1 }))
}

function isFor(namespace: FakeNamespace, rule: NativeRule, query: NativeRouteQuery): boolean {
  const { version, mark = 0, user = 0, tos = 0, incoming = 1, outgoing = 0 } = query
  const isNamed = (name: string | undefined, index: number) =>
    name === undefined || namespace.links.get(index)?.name === name
  const isWithin = (range: NativeRange | undefined, number = 0) =>
    range === undefined || (number >= range.start && number <= range.end)
  return (
    contains(version, rule.source, query.source) &&
    contains(version, rule.destination, query.destination) &&
    isNamed(rule.incoming, incoming) &&
    isNamed(rule.outgoing, outgoing) &&
    ((mark ^ (rule.mark ?? 0)) & (rule.mask ?? 0)) === 0 &&
    rule.tunnelId === undefined &&
    (rule.tos === 0 || rule.tos === tos) &&
    (rule.ipProtocol === undefined || rule.ipProtocol === query.ipProtocol) &&
    isWithin(rule.sourcePorts, query.sourcePort) &&
    isWithin(rule.destinationPorts, query.destinationPort) &&
    isWithin(rule.users, user)
  )
}

function newRule(change: NativeRuleChange): NativeRule {
  const usual: Omit<NativeRule, 'version'> = {
    ...{ priority: 0, flags: 0, source: undefined, destination: undefined, incoming: undefined },
    ...{
      outgoing: undefined,
      mark: undefined,
      tunnelId: undefined,
      realms: undefined,
      tos: 0,
      ipProtocol: undefined,
      sourcePorts: undefined,
    },
    ...{ destinationPorts: undefined, users: undefined, l3mdev: false, action: lookUp, table: 0 },
    ...{ target: undefined, suppressPrefixLength: undefined, suppressGroup: undefined, protocol: 0 },
    mask: change.mark === undefined ? undefined : 0xffff_ffff,
  }
  return { ...usual, version: change.version, ...present<Partial<NativeRule>>(change) }
}

function present<Given extends object>(change: object): Given {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined)) as never
}

/** What the kernel never compares. */
const uncompared: ReadonlySet<string> = new Set(['flags', 'target'])
/** What may be 0 and counts all the same when a rule is to be deleted. */
const saysByZero: ReadonlySet<string> = new Set(['priority', 'suppressPrefixLength', 'suppressGroup'])

/** rule_find of net/core/fib_rules.c: what is absent of the change, or 0, matches any. */
function isTakenFor(rule: NativeRule, change: NativeRuleChange): boolean {
  return Object.entries(present<NativeRuleChange>(change)).every(
    ([key, value]) =>
      uncompared.has(key) || (!value && !saysByZero.has(key)) || isDeepStrictEqual(partOf(rule, key), value),
  )
}

/** rule_exists: of addresses and TOS, what the new one lacks matches any. */
function isTwin(rule: NativeRule, added: NativeRule): boolean {
  const isLoose = (key: string) => ['source', 'destination', 'tos'].includes(key) && !partOf(added, key)
  return Object.keys(added).every(
    (key) => uncompared.has(key) || isLoose(key) || isDeepStrictEqual(partOf(rule, key), partOf(added, key)),
  )
}

function partOf(rule: NativeRule, key: string): unknown {
  return rule[key as keyof NativeRule]
}
