/** Creates a WireGuard link to see whether it can be done: in a namespace of its own, with which it goes. */
import { isOperationError } from '../errors/operation-error.js'
import { createLinkByHelper } from '../namespace/helper.js'
import type { Namespace } from '../namespace/namespace.js'
import { Network } from '../network/network.js'

/** `reason`: a word of the helper (docs/privileges.md), or the code of an error. */
export type LinkTrial =
  | { readonly result: 'created' }
  | { readonly result: 'refused'; readonly reason: string; readonly message: string }

export interface TrialUser {
  readonly uid: number
  readonly gid: number
}

/** Milliseconds. */
const patience = 10_000

/** By the helper, as the caller or, from root, as somebody else. */
export function tryHelper(helper: string, namespace: Namespace, user?: TrialUser): Promise<LinkTrial> {
  const signal = AbortSignal.timeout(patience)
  return tried(() =>
    createLinkByHelper({ helper, namespace: namespace.networkNamespace, name: 'wg-trial', signal, user }),
  )
}

/** By this process's own capability. */
export async function tryOwnCapability(namespace: Namespace): Promise<LinkTrial> {
  await using network = await Network.open()
  const place = { namespace: namespace.networkNamespace }
  return await tried(() => network.links.create({ name: 'wg-own', kind: 'wireguard', ...place }))
}

/** Inside, by whoever the namespace belongs to: tells whether the kernel has WireGuard, and loads its module. */
export async function tryInside(namespace: Namespace): Promise<LinkTrial> {
  await using network = await Network.open({ socket: namespace.takeRouteSocket() })
  return await tried(() => network.links.create({ name: 'wg-inside', kind: 'wireguard' }))
}

async function tried(create: () => Promise<unknown>): Promise<LinkTrial> {
  try {
    await create()
    return { result: 'created' }
  } catch (error) {
    if (!isOperationError(error)) throw error
    const { code, detail, message } = error
    if (code === 'EOPNOTSUPP' || code === 'ERR_KERNEL_WIREGUARD') {
      return { result: 'refused', reason: 'no-wireguard', message: 'this kernel has no WireGuard' }
    }
    return { result: 'refused', reason: (code === 'ERR_HELPER' && detail) || code, message }
  }
}
