import type { NativeLinkSelector } from '../addon/native-link.js'
import { packPeers } from '../addon/packed-peers.js'
import { OperationError } from '../errors/operation-error.js'
import { explained, type GenericConversation, type RequestOptions } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'
import type { CheckedChange } from './change.js'
import { kernelSnapshot, type WireGuardDevice } from './device.js'
import { bornElsewhere } from './explanations.js'
import type { WireGuardInterface, WireGuardReadOptions } from './interface.js'

/** A link of the kernel's WireGuard. Secrets that were not asked for do not leave native memory. */
export class KernelInterface implements WireGuardInterface {
  readonly #selector: NativeLinkSelector
  readonly #conversation: GenericConversation

  constructor(selector: NativeLinkSelector, conversation: GenericConversation) {
    this.#selector = selector
    this.#conversation = conversation
  }

  get(attempt: Attempt, options: WireGuardReadOptions): Promise<WireGuardDevice> {
    // Also where the caller has stopped waiting, what came is wiped.
    return this.#conversation.request(attempt, options, (kernel) =>
      kernel.getWireGuard(this.#selector, options.privateKey ?? false).then(kernelSnapshot),
    )
  }

  async set(change: CheckedChange, attempt: Attempt, options: RequestOptions): Promise<void> {
    const peers = packPeers(change.peers)
    const send = (part: Partial<CheckedChange>, packed?: Uint8Array) =>
      this.#conversation.request(attempt, options, (kernel) =>
        kernel.setWireGuard({ ...part, ...this.#selector, peers: packed }),
      )
    try {
      await send(change, peers)
    } catch (error) {
      const ofBirthplace = change.listenPort !== undefined || change.fwmark !== undefined
      const mayBeOfBirthplace = ofBirthplace && error instanceof OperationError && error.code === 'EPERM'
      // A change of nothing tells whether the rest would be allowed.
      const allowed = mayBeOfBirthplace && (await send({}).then(yes, no))
      throw allowed ? explained(error.cause, { ...attempt, explanations: bornElsewhere }) : error
    } finally {
      peers.fill(0)
    }
  }

  /** The conversation is the network's. */
  close(): void {}
}

const yes = () => true
const no = () => false
