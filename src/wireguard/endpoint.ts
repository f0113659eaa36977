import type { NativeEndpoint } from '../addon/packed-peers.js'
import { addressToBytes } from '../address/address.js'
import { type Endpoint, formatEndpoint, parseEndpoint } from '../address/endpoint.js'
import type { AbortListeners } from '../errors/abort-listeners.js'
import { OperationError } from '../errors/operation-error.js'
import { aborted, throwIfAborted } from '../netlink/conversation.js'
import type { Attempt } from '../netlink/refusal.js'

/** What the resolving of a name needs of whoever asks for it. */
export interface EndpointSurroundings {
  readonly operation: string
  readonly aborts: AbortListeners
  readonly signal: AbortSignal | undefined
  /** Of a scope that is a link's name. */
  linkIndex(name: string): Promise<number>
}

/**
 * The address of an endpoint. A name is resolved by getaddrinfo(3) in this process's namespace, and the first answer taken, as wg(8)
 * does; a scope is a link's index, or a name for `linkIndex`. An abort ends the waiting for the resolver, which cannot be called back.
 */
export async function resolveEndpoint(
  endpoint: string | Endpoint,
  surroundings: EndpointSurroundings,
): Promise<NativeEndpoint> {
  // Also what is no text may be malformed.
  const { host, kind, port, scope } = parseEndpoint(
    typeof endpoint === 'string' ? endpoint : formatEndpoint(endpoint),
  )
  if (kind === 'name') return await lookUp(host, port, surroundings)
  return {
    version: kind === 'v4' ? 4 : 6,
    address: addressToBytes(host),
    port,
    scope:
      scope === undefined ? 0 : /^\d+$/.test(scope) ? Number(scope) : await surroundings.linkIndex(scope),
  }
}

async function lookUp(
  host: string,
  port: number,
  { operation, aborts, signal }: EndpointSurroundings,
): Promise<NativeEndpoint> {
  const attempt: Attempt = { operation, subject: host, doing: `resolve the endpoint ${host}`, changes: false }
  const { lookup } = await import('node:dns/promises')
  throwIfAborted(signal, attempt)
  const found = lookup(host, { order: 'verbatim' }).catch((cause: unknown) => {
    throw unresolved(host, operation, cause)
  })
  const { address, family } = await aborts.unless(found, signal, (fired) => aborted(fired, attempt, false))
  return { version: family === 4 ? 4 : 6, address: addressToBytes(address), port, scope: 0 }
}

function unresolved(host: string, operation: string, cause: unknown): OperationError {
  return new OperationError(`the endpoint ${host} cannot be resolved`, {
    code: 'ERR_ENDPOINT_NAME',
    operation,
    subject: host,
    detail: cause instanceof Error ? cause.message : undefined,
    remedy: 'Check the name, and that this machine has working DNS.',
    cause,
  })
}
