import { constants } from 'node:os'
import type { IpVersion } from '../addon/native-address.js'
import type { NativeRuleChange } from '../addon/native-rule.js'
import { OperationError } from '../errors/operation-error.js'
import { checkVersion, invalid, refuseUnknown } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import { type Rule, ruleSnapshot } from './rule.js'
import { type RuleChange, readRule, readRuleMatch } from './rule-change.js'
import { isMeant, isTakenFor } from './rule-match.js'

/** Which rules. */
export interface RuleListOptions extends RequestOptions {
  /** Default: both. */
  readonly version?: IpVersion | undefined
}

/**
 * The rules by which a network namespace chooses among its routing tables. Reading needs no rights; changing needs
 * CAP_NET_ADMIN over the namespace. Needs a kernel with policy routing (CONFIG_IP_MULTIPLE_TABLES).
 *
 * Every method throws OperationError: the kernel's errno by name (EEXIST, ENOENT, EPERM …), ERR_INVALID_ARGUMENT, ERR_ABORTED,
 * ERR_CLOSED. Source: ip-rule(8), <linux/fib_rules.h>.
 */
export class Rules {
  readonly #conversation: RouteConversation

  /** @internal */
  constructor(conversation: RouteConversation) {
    this.#conversation = conversation
  }

  /** All of them in their order, IPv4 first. */
  async list(options: RuleListOptions = {}): Promise<readonly Rule[]> {
    const attempt = { operation: 'rule.list', subject: 'rules', doing: 'list the rules', changes: false }
    refuseUnknown(options, { version: true, signal: true }, attempt.operation)
    const version = checkVersion(options.version, attempt.operation)
    const rules = await this.#conversation.request(attempt, options, (kernel) => kernel.listRules(version))
    return Object.freeze(rules.map(ruleSnapshot))
  }

  /** Adds a rule; EEXIST where there is the same one already. */
  async add(rule: RuleChange, options: RequestOptions = {}): Promise<void> {
    const change = readRule(rule)
    await this.#conversation.request(attemptOf('add', rule), options, (kernel) => kernel.addRule(change))
  }

  /**
   * Deletes the first rule that matches, of those that the kernel lists; ENOENT where none does, EOPNOTSUPP where the kernel would
   * take an earlier one of the same priority for it. Besides `version` and `not` at least one field must be given.
   */
  async delete(rule: RuleChange, options: RequestOptions = {}): Promise<void> {
    const attempt = attemptOf('delete', rule)
    const match = readRuleMatch(rule, attempt.operation)
    if (!says(match)) throw invalid(attempt.operation, 'the rule', 'says too little: it would match any')
    const rules = await this.#conversation.request({ ...attempt, changes: false }, options, (kernel) =>
      kernel.listRules(match.version),
    )
    // The kernel takes less notice of what it is told: of `not` for one.
    const found = rules.find((one) => isMeant(one, match))
    if (!found) throw refused(attempt, 'ENOENT', 'there is no such rule')
    // Who is in another user namespace may not speak of users.
    const whole = { ...found, users: match.users }
    if (rules.find((one) => isTakenFor(one, whole)) !== found)
      throw refused(attempt, 'EOPNOTSUPP', 'the kernel would delete an earlier one of its priority instead')
    await this.#conversation.request(attempt, options, (kernel) => kernel.deleteRule(whole))
  }
}

function says({ version, flags, ...rest }: NativeRuleChange): boolean {
  return Object.values(rest).some((value) => value !== undefined && value !== false)
}

function refused(
  { operation, subject, doing }: Attempt,
  code: 'ENOENT' | 'EOPNOTSUPP',
  reason: string,
): OperationError {
  const errno = -constants.errno[code]
  return new OperationError(`cannot ${doing}: ${reason}`, { code, operation, subject, errno })
}

function attemptOf(verb: 'add' | 'delete', { priority }: RuleChange): Attempt {
  const subject = priority === undefined ? 'rule' : `rule ${priority}`
  const doing = priority === undefined ? `${verb} the rule` : `${verb} the rule of priority ${priority}`
  return { operation: `rule.${verb}`, subject, doing, changes: true }
}
