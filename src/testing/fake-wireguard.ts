/** WireGuard of one link of a fake kernel: <linux/wireguard.h>. */
import type { NativeWireGuardChange } from '../addon/native-wireguard.js'
import {
  type NativeAllowedIp,
  type NativePeerChange,
  PeerFlag,
  packPeers,
  unpackPeerChanges,
} from '../addon/packed-peers.js'
import { addressFromBytes, addressToBytes } from '../address/address.js'
import { prefixAddress } from '../address/prefix.js'
import { PrivateKey } from '../keys/private-key.js'

type Peer = Omit<NativePeerChange, 'flags'>

export class FakeWireGuard {
  #privateKey: PrivateKey | undefined
  #listenPort = 0
  #fwmark = 0
  /** By public key. */
  readonly #peers = new Map<string, Peer>()

  change(change: NativeWireGuardChange): void {
    const { privateKey, listenPort, fwmark, replacePeers, peers } = change
    this.#listenPort = listenPort ?? this.#listenPort
    this.#fwmark = fwmark ?? this.#fwmark
    if (replacePeers) this.#peers.clear()
    if (privateKey) {
      this.#privateKey = privateKey.every((byte) => byte === 0) ? undefined : new PrivateKey(privateKey)
      this.#peers.delete(this.#ownKey() ?? '')
    }
    if (peers) for (const peer of unpackPeerChanges(peers)) this.#changePeer(peer)
  }

  told(secrets: boolean) {
    const publicKey = this.#privateKey?.publicKey().bytes()
    const peers = [...this.#peers.values()].map((peer) => ({
      ...peer,
      flags: 0,
      presharedKey: secrets ? peer.presharedKey : undefined,
    }))
    return {
      ...(publicKey && { publicKey }),
      ...(secrets && this.#privateKey && { privateKey: this.#privateKey.bytes() }),
      listenPort: this.#listenPort,
      fwmark: this.#fwmark,
      peers: packPeers(peers),
    }
  }

  #ownKey(): string | undefined {
    return this.#privateKey?.publicKey().hex()
  }

  #changePeer({ flags, ...change }: NativePeerChange): void {
    const key = Buffer.from(change.publicKey).toString('hex')
    const old = this.#peers.get(key)
    if (flags & PeerFlag.removeMe) return void this.#peers.delete(key)
    if (key === this.#ownKey() || (!old && flags & PeerFlag.updateOnly)) return
    const kept = flags & PeerFlag.replaceAllowedIps ? [] : (old?.allowedIps ?? [])
    const given = change.allowedIps.map(masked)
    for (const [other, peer] of this.#peers) {
      if (other !== key) this.#peers.set(other, { ...peer, allowedIps: without(peer.allowedIps, given) })
    }
    const allowedIps = [...without(kept, given), ...given.filter(({ remove }) => !remove)]
    this.#peers.set(key, {
      publicKey: new Uint8Array(change.publicKey),
      presharedKey: copied(change.presharedKey ?? old?.presharedKey),
      endpoint: change.endpoint
        ? { ...change.endpoint, address: new Uint8Array(change.endpoint.address) }
        : old?.endpoint,
      persistentKeepalive: change.persistentKeepalive ?? old?.persistentKeepalive ?? 0,
      protocolVersion: 1,
      allowedIps,
    })
  }
}

function without(
  allowedIps: readonly NativeAllowedIp[],
  gone: readonly NativeAllowedIp[],
): NativeAllowedIp[] {
  const names = new Set(gone.map(nameOf))
  return allowedIps.filter((one) => !names.has(nameOf(one)))
}

function nameOf({ address, prefixLength }: NativeAllowedIp): string {
  return `${addressFromBytes(address)}/${prefixLength}`
}

function masked({ version, address, prefixLength, remove }: NativeAllowedIp): NativeAllowedIp {
  const first = prefixAddress({ version, address: addressFromBytes(address), prefixLength }, 0n)
  return { version, address: addressToBytes(first), prefixLength, remove }
}

/** The caller wipes his; one of zeros stands for none. */
function copied(key: Uint8Array | undefined): Uint8Array | undefined {
  return key?.some((byte) => byte !== 0) ? new Uint8Array(key) : undefined
}
