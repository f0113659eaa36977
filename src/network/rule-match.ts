/** Which rule is meant, of those that the kernel lists. */
import { isDeepStrictEqual } from 'node:util'
import type { NativePrefix } from '../addon/native-prefix.js'
import type { NativeRule, NativeRuleChange } from '../addon/native-rule.js'
import { parseAddress } from '../address/address.js'
import { inverted } from './rule.js'

const saysByZero: ReadonlySet<string> = new Set(['priority', 'suppressPrefixLength', 'suppressGroup'])

/** Whether a rule is all that is wanted of it. What is absent matches any. */
export function isMeant(rule: NativeRule, wanted: NativeRuleChange): boolean {
  const told: NativeRuleChange = {
    ...rule,
    flags: rule.flags & inverted,
    // The kernel leaves out a mark of 0.
    mark: rule.mark ?? (rule.mask === undefined ? undefined : 0),
  }
  return keysOf(wanted).every((key) => wanted[key] === undefined || isSame(told[key], wanted[key]))
}

/**
 * Whether the kernel takes the one for the other when it is told to delete that: of most attributes a 0 says nothing to it, and it
 * never looks at `not` or `goto` (rule_find of net/core/fib_rules.c).
 */
export function isTakenFor(rule: NativeRule, told: NativeRuleChange): boolean {
  const isSaid = (key: keyof NativeRuleChange) =>
    told[key] !== undefined && (told[key] || saysByZero.has(key)) && key !== 'flags' && key !== 'target'
  return keysOf(told).every((key) => !isSaid(key) || isSame(rule[key], told[key]))
}

function keysOf(rule: NativeRuleChange): (keyof NativeRuleChange)[] {
  return Object.keys(rule) as (keyof NativeRuleChange)[]
}

function isSame(told: unknown, wanted: unknown): boolean {
  return isDeepStrictEqual(canonical(told), canonical(wanted))
}

/** Of IPv6 there are several ways to write one. */
function canonical(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('address' in value)) return value
  const { address, prefixLength } = value as NativePrefix
  return { address: parseAddress(address).address, prefixLength }
}
