import type { Binding, ConversationOptions } from '../addon/binding.js'
import { substituteAddon } from '../addon/load.js'
import { OperationError } from '../errors/operation-error.js'
import { type FakeErrno, refuse } from './failure.js'
import { fakeGenericConversation } from './fake-generic-conversation.js'
import { FakeNamespace } from './fake-namespace.js'
import { FakeRequests } from './fake-requests.js'
import { fakeRouteConversation } from './fake-route-conversation.js'

/** A way to refuse: gets the kernel's name of a request, `RTM_NEWLINK`, and gives the errno; undefined: it is not refused. */
export type Refusal = (request: string) => FakeErrno | undefined

/** Far from what a process has open. */
const firstDescriptor = 1_000_000

/**
 * A kernel in memory: what `Network.open()` talks to, from {@link useFakeKernel} on until {@link FakeKernel.close}. It has links
 * of the usual kinds, addresses, the routes that follow from them, rules, neighbours, WireGuard's settings and what a watch hears;
 * no packet, no handshake, no other family of generic netlink, no process in a namespace.
 *
 * It refuses as Linux does: EEXIST, ENODEV, ENETUNREACH …. What is in it is seen through a `Network`.
 */
export class FakeKernel implements Disposable {
  /** Whether callers have CAP_NET_ADMIN: false, and every change is refused with EPERM, reading WireGuard too. Default: true. */
  privileged = true
  /** Refuses what it likes, once the rest would not. Default: nothing. */
  refusal: Refusal = () => undefined
  readonly #namespaces = new Map<number, FakeNamespace>()
  readonly #own = new FakeNamespace()
  readonly #restore: () => void

  /** @internal */
  constructor() {
    this.#restore = substituteAddon(this.#binding())
  }

  /** A further network namespace, with lo alone: what is passed as `namespace` to Network.open, links.create and links.move. */
  addNamespace(): number {
    const descriptor = firstDescriptor + this.#namespaces.size
    this.#namespaces.set(descriptor, new FakeNamespace())
    return descriptor
  }

  /** Tells every watch that events were lost, as a kernel does that has no more room for them. */
  loseEvents(): void {
    for (const namespace of [this.#own, ...this.#namespaces.values()]) {
      namespace.tell({ deleted: false, lost: true })
    }
  }

  /** The real kernel is talked to again, by networks opened from now on. Idempotent. */
  close(): void {
    this.#restore()
  }

  /** As {@link close}. */
  [Symbol.dispose](): void {
    this.close()
  }

  readonly #at = (descriptor: number): FakeNamespace => this.#namespaces.get(descriptor) ?? refuse('EINVAL')

  #requests(): FakeRequests {
    return new FakeRequests((request, changes) =>
      changes && !this.privileged ? 'EPERM' : this.refusal(request),
    )
  }

  /** Asynchronous, so that its refusals are rejections. */
  async #namespace({ socket, namespace }: ConversationOptions): Promise<FakeNamespace> {
    if (socket !== undefined) refuse('EBADF')
    return namespace === undefined ? this.#own : this.#at(namespace)
  }

  #binding(): Binding {
    return {
      openRouteConversation: async (options) =>
        fakeRouteConversation(await this.#namespace(options), this.#requests(), this.#at),
      openGenericConversation: async (options) =>
        fakeGenericConversation(await this.#namespace(options), this.#requests()),
      socketPair: absent,
      sendMessage: absent,
      receiveMessage: absent,
      shutDown: absent,
      closeDescriptor: absent,
      closeDescriptorInPool: absent,
      releaseDescriptor: absent,
      lockFile: absent,
      setExtendedAttribute: absent,
      getExtendedAttribute: absent,
      replaceProcess: absent,
    }
  }
}

function absent(): never {
  throw new OperationError('a fake kernel has networks, and neither processes nor files', {
    code: 'ERR_ADDON',
    operation: 'fake-kernel',
    remedy: 'Close the fake kernel before you make namespaces, tunnels or launches.',
  })
}
