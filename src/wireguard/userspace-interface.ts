import { getSystemErrorMap } from 'node:util'
import type { NativeFailure } from '../addon/binding.js'
import type { Endpoint } from '../address/endpoint.js'
import type { AbortListeners } from '../errors/abort-listeners.js'
import { publicKeyOf } from '../keys/private-key.js'
import { aborted, explained, type RequestOptions, throwIfAborted } from '../netlink/conversation.js'
import { type Attempt, refused } from '../netlink/refusal.js'
import { type UapiConversation, UapiEnded, UapiMalformed } from '../uapi/conversation.js'
import { getRequest, setRequest } from '../uapi/encode.js'
import { type UapiDevice, wipeDevice } from '../uapi/model.js'
import type { CheckedChange } from './change.js'
import { deviceSnapshot, endpointOf, peerSnapshot, type WireGuardDevice } from './device.js'
import type { WireGuardInterface, WireGuardReadOptions } from './interface.js'

/** What its socket does not tell. */
interface Facts {
  readonly name: string
  readonly aborts: AbortListeners
  readonly isClosed: () => boolean
  /** Undefined: there is no link of this name in the network. */
  readonly linkIndex: (name: string) => Promise<number | undefined>
}

/** A userspace interface, behind its socket. */
export class UserspaceInterface implements WireGuardInterface {
  readonly #conversation: UapiConversation
  readonly #facts: Facts

  constructor(conversation: UapiConversation, facts: Facts) {
    this.#conversation = conversation
    this.#facts = facts
  }

  async get(attempt: Attempt, options: WireGuardReadOptions): Promise<WireGuardDevice> {
    const device = await this.#request(getRequest(), attempt, options)
    try {
      return await this.#snapshot(device, options.privateKey ?? false)
    } finally {
      wipeDevice(device)
    }
  }

  async set({ peers, ...own }: CheckedChange, attempt: Attempt, options: RequestOptions): Promise<void> {
    const named = peers.map((peer) => ({ ...peer, endpoint: peer.endpoint && endpointOf(peer.endpoint) }))
    wipeDevice(await this.#request(setRequest({ ...own, peers: named }), attempt, options))
  }

  close(): void {
    this.#conversation.close()
  }

  async #request(request: Uint8Array, attempt: Attempt, { signal }: RequestOptions): Promise<UapiDevice> {
    throwIfAborted(signal, attempt)
    let forget = (): void => {}
    if (signal) forget = this.#facts.aborts.add(signal, () => this.close())
    try {
      const { errno, device } = await this.#conversation.request(request)
      if (errno === 0) return device
      wipeDevice(device)
      const code = getSystemErrorMap().get(-errno)?.[0]
      if (code === undefined) throw new UapiMalformed()
      throw refused(failed(code, -errno, 'uapi'), { ...attempt, piecemeal: true })
    } catch (error) {
      if (signal?.aborted) throw aborted(signal, attempt, true)
      throw this.#explained(error, attempt)
    } finally {
      forget()
    }
  }

  #explained(error: unknown, attempt: Attempt): unknown {
    if (error instanceof UapiMalformed) return refused(failed('EBADMSG', -74, 'recvmsg'), attempt)
    if (!(error instanceof UapiEnded)) return error
    if (this.#facts.isClosed()) return explained(failed('ECANCELED', -125, 'close'), attempt)
    return refused(failed('ECONNRESET', -104, 'recvmsg'), attempt)
  }

  async #snapshot(device: UapiDevice, secrets: boolean): Promise<WireGuardDevice> {
    const { name, linkIndex } = this.#facts
    const peers = []
    for (const { endpoint, presharedKey, ...peer } of device.peers) {
      const secret = secrets ? presharedKey : undefined
      peers.push(
        peerSnapshot({ ...peer, presharedKey: secret }, endpoint && (await this.#numbered(endpoint))),
      )
    }
    const { privateKey, listenPort, fwmark } = device
    const told = {
      index: (await linkIndex(name)) ?? 0,
      name,
      userspace: true,
      ...(privateKey && { publicKey: publicKeyOf(privateKey).bytes() }),
      ...(privateKey && secrets && { privateKey }),
      listenPort,
      fwmark,
    }
    return deviceSnapshot(told, peers)
  }

  /** The scope as the kernel would tell it: a link's index. */
  async #numbered(endpoint: Endpoint): Promise<Endpoint> {
    const { scope } = endpoint
    if (scope === undefined || /^\d+$/.test(scope)) return Object.freeze(endpoint)
    const index = await this.#facts.linkIndex(scope)
    return Object.freeze({ ...endpoint, scope: index === undefined ? scope : String(index) })
  }
}

function failed(code: string, errno: number, syscall: string): NativeFailure {
  return Object.assign(new Error(code), { code, errno, syscall })
}
