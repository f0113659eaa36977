import { type Prefix, prefixAddress } from '../address/prefix.js'
import type { ConfigurationPeer } from './configuration.js'

/**
 * Each public key once, as the kernel has them after all sections in turn: a later section of the same key changes what it names,
 * its allowed addresses replace the former ones, and the last section that named an address has taken it from the others.
 */
export function withoutRepetition(peers: readonly ConfigurationPeer[]): readonly ConfigurationPeer[] {
  const byKey = new Map<string, ConfigurationPeer>()
  const lastNamedBy = new Map<string, string>()
  for (const peer of peers) {
    const key = peer.publicKey.base64()
    byKey.set(key, { ...byKey.get(key), ...peer })
    for (const prefix of peer.allowedIps) lastNamedBy.set(network(prefix), key)
  }
  if (byKey.size === peers.length) return Object.freeze(peers)
  return Object.freeze(
    [...byKey].map(([key, peer]) => {
      const allowedIps = peer.allowedIps.filter((prefix) => lastNamedBy.get(network(prefix)) === key)
      return Object.freeze({ ...peer, allowedIps: Object.freeze(allowedIps) })
    }),
  )
}

function network(prefix: Prefix): string {
  return `${prefixAddress(prefix, 0n)}/${prefix.prefixLength}`
}
