import type { IpVersion } from '../addon/native-address.js'
import type { NativeRuleChange } from '../addon/native-rule.js'
import { invalid } from '../netlink/arguments.js'
import type { RequestOptions, RouteConversation } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import { type Rule, ruleSnapshot } from './rule.js'
import { type RuleChange, readRule, readRuleMatch } from './rule-change.js'

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
    const rules = await this.#conversation.request(attempt, options, (kernel) =>
      kernel.listRules(options.version),
    )
    return Object.freeze(rules.map(ruleSnapshot))
  }

  /** Adds a rule; EEXIST where there is the same one already. */
  async add(rule: RuleChange, options: RequestOptions = {}): Promise<void> {
    const change = readRule(rule)
    await this.#conversation.request(attemptOf('add', rule), options, (kernel) => kernel.addRule(change))
  }

  /** Deletes the first rule that matches; ENOENT where none does. At least one field besides the version must be given. */
  async delete(rule: RuleChange, options: RequestOptions = {}): Promise<void> {
    const operation = 'rule.delete'
    const match = readRuleMatch(rule, operation)
    if (!says(match)) throw invalid(operation, 'the rule', 'says nothing: it would match any')
    await this.#conversation.request(attemptOf('delete', rule), options, (kernel) => kernel.deleteRule(match))
  }
}

function says({ version, flags, ...rest }: NativeRuleChange): boolean {
  return flags !== 0 || Object.values(rest).some((value) => value !== undefined && value !== false)
}

function attemptOf(verb: 'add' | 'delete', { priority }: RuleChange): Attempt {
  const subject = priority === undefined ? 'rule' : `rule ${priority}`
  const doing = priority === undefined ? `${verb} the rule` : `${verb} the rule of priority ${priority}`
  return { operation: `rule.${verb}`, subject, doing, changes: true }
}
