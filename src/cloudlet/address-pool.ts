/** The clients' addresses: one out of each range for each deployment. */
import { formatPrefix, type Prefix, prefixAddress, prefixSize } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'

/** At the start of a range: the network's own address and one for the cloudlet's end. */
const reserved = 2n

export class AddressPool {
  readonly #ranges: readonly Range[]

  /** Throws `ERR_INVALID_ARGUMENT` for no range, and for one without room for a client: smaller than /30 or /126. */
  constructor(ranges: readonly Prefix[]) {
    if (ranges.length === 0)
      throw refusal('the cloudlet needs a range of addresses for its clients', undefined)
    this.#ranges = ranges.map((prefix) => new Range(prefix))
  }

  /** One free address of each range. Throws `ERR_CLOUDLET` where a range has none left; nothing is taken then. */
  take(): readonly string[] {
    const taken: string[] = []
    try {
      for (const range of this.#ranges) taken.push(range.take())
    } catch (error) {
      this.giveBack(taken)
      throw error
    }
    return taken
  }

  giveBack(addresses: readonly string[]): void {
    for (const range of this.#ranges) for (const address of addresses) range.giveBack(address)
  }
}

/** Hands addresses out in order and starts anew at the end, so that one that was given back rests as long as can be. */
class Range {
  readonly #prefix: Prefix
  readonly #end: bigint
  readonly #taken = new Set<string>()
  #next = reserved

  constructor(prefix: Prefix) {
    this.#prefix = prefix
    this.#end = prefixSize(prefix) - (prefix.version === 4 ? 1n : 0n) // IPv4's last one is for broadcasts
    if (this.#end <= reserved) {
      throw refusal(`the range ${formatPrefix(prefix)} has no room for clients`, formatPrefix(prefix))
    }
  }

  take(): string {
    if (BigInt(this.#taken.size) >= this.#end - reserved) {
      throw new OperationError(`every address of ${formatPrefix(this.#prefix)} is in use`, {
        code: 'ERR_CLOUDLET',
        operation: 'cloudlet.deploy',
        subject: formatPrefix(this.#prefix),
        remedy:
          'Give the cloudlet a larger range of addresses, or wait until an idle deployment is released.',
      })
    }
    for (;;) {
      const address = prefixAddress(this.#prefix, this.#next)
      this.#next = this.#next + 1n === this.#end ? reserved : this.#next + 1n
      if (this.#taken.has(address)) continue
      this.#taken.add(address)
      return address
    }
  }

  giveBack(address: string): void {
    this.#taken.delete(address)
  }
}

function refusal(problem: string, subject: string | undefined): OperationError {
  return new OperationError(problem, {
    code: 'ERR_INVALID_ARGUMENT',
    operation: 'cloudlet.start',
    subject,
    remedy: 'Give a network such as 10.5.0.0/16 or fd00:5::/64.',
  })
}
