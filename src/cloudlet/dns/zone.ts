/** The names that a DNS server answers, with their records. */
import { addressToBytes, parseAddress } from '../../address/address.js'

export interface ZoneRecord {
  readonly type: 'A' | 'AAAA' | 'PTR'
  /** An address, or for PTR a name. */
  readonly data: string
}

/**
 * Names and their addresses, the reverse names included. It knows every name there is: one that is not in it, and under which
 * there is none, does not exist.
 */
export class Zone {
  readonly #records = new Map<string, ZoneRecord[]>()

  /** Adds a name (without final dot) with its IPv4 or IPv6 addresses, and the way back from each address that has none yet. */
  add(name: string, addresses: readonly string[]): void {
    for (const text of addresses) {
      const { version, address } = parseAddress(text)
      this.#recordsOf(name).push({ type: version === 4 ? 'A' : 'AAAA', data: address })
      const back = this.#recordsOf(reverseName(address))
      if (back.length === 0) back.push({ type: 'PTR', data: name })
    }
  }

  /** Undefined: there is no such name. Empty: the name exists, but only names below it have records (RFC 8020). */
  records(name: string): readonly ZoneRecord[] | undefined {
    return this.#records.get(name.toLowerCase())
  }

  #recordsOf(name: string): ZoneRecord[] {
    const labels = name.toLowerCase().split('.')
    for (let at = 0; at <= labels.length; at++) {
      const ancestor = labels.slice(at).join('.')
      if (!this.#records.has(ancestor)) this.#records.set(ancestor, [])
    }
    return this.#records.get(labels.join('.')) as ZoneRecord[]
  }
}

/** `10.0.96.10.in-addr.arpa` (RFC 1035, 3.5) or the 32 digits under `ip6.arpa` (RFC 3596, 2.5). */
function reverseName(address: string): string {
  const bytes = addressToBytes(address)
  if (bytes.length === 4) return `${[...bytes].reverse().join('.')}.in-addr.arpa`
  const digits = Buffer.from(bytes).toString('hex')
  return `${[...digits].reverse().join('.')}.ip6.arpa`
}
