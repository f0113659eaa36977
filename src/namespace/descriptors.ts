// What the keeper has opened in the namespace and passed out.
import { addon } from '../addon/load.js'
import { OperationError } from '../errors/operation-error.js'

/** In the order in which READY attaches them. */
const names = ['user', 'network', 'route', 'generic', 'tun'] as const

export class NamespaceDescriptors {
  /** What was not taken. */
  readonly #descriptors: Map<(typeof names)[number], number>

  constructor(descriptors: readonly number[]) {
    this.#descriptors = new Map(descriptors.map((descriptor, at) => [names[at] ?? 'tun', descriptor]))
  }

  /** @throws OperationError ERR_CLOSED */
  get(name: (typeof names)[number]): number {
    const descriptor = this.#descriptors.get(name)
    if (descriptor !== undefined) return descriptor
    throw new OperationError(`the namespace's ${name} descriptor was taken or closed`, {
      code: 'ERR_CLOSED',
      operation: 'namespace.take',
      subject: name,
    })
  }

  /** @throws OperationError ERR_CLOSED */
  take(name: 'route' | 'generic' | 'tun'): number {
    const descriptor = this.get(name)
    this.#descriptors.delete(name)
    return descriptor
  }

  /** In the pool: the last close(2) of a TUN device takes tens of milliseconds, in which the kernel takes the link down. */
  async close(): Promise<void> {
    const descriptors = [...this.#descriptors.values()]
    this.#descriptors.clear()
    await Promise.all(descriptors.map((descriptor) => addon().closeDescriptorInPool(descriptor)))
  }
}
