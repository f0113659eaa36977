import type { NativeEndpoint } from '../addon/packed-peers.js'
import { addressToBytes } from '../address/address.js'
import { type Endpoint, formatEndpoint, parseEndpoint } from '../address/endpoint.js'
import { OperationError } from '../errors/operation-error.js'

/**
 * The address of an endpoint. A name is resolved by getaddrinfo(3) in this process's namespace, and the first answer taken, as wg(8)
 * does; a scope is a link's index, or a name for `linkIndex`.
 */
export async function resolveEndpoint(
  endpoint: string | Endpoint,
  operation: string,
  linkIndex: (name: string) => Promise<number>,
): Promise<NativeEndpoint> {
  // Also what is no text may be malformed.
  const { host, kind, port, scope } = parseEndpoint(
    typeof endpoint === 'string' ? endpoint : formatEndpoint(endpoint),
  )
  if (kind === 'name') return await lookUp(host, port, operation)
  return {
    version: kind === 'v4' ? 4 : 6,
    address: addressToBytes(host),
    port,
    scope: scope === undefined ? 0 : /^\d+$/.test(scope) ? Number(scope) : await linkIndex(scope),
  }
}

async function lookUp(host: string, port: number, operation: string): Promise<NativeEndpoint> {
  const { lookup } = await import('node:dns/promises')
  try {
    const { address, family } = await lookup(host, { order: 'verbatim' })
    return { version: family === 4 ? 4 : 6, address: addressToBytes(address), port, scope: 0 }
  } catch (cause) {
    throw new OperationError(`the endpoint ${host} cannot be resolved`, {
      code: 'ERR_ENDPOINT_NAME',
      operation,
      subject: host,
      detail: cause instanceof Error ? cause.message : undefined,
      remedy: 'Check the name, and that this machine has working DNS.',
      cause,
    })
  }
}
