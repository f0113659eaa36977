import { lookup } from 'node:dns/promises'
import { type Endpoint, formatEndpoint } from '../address/endpoint.js'
import { AbortListeners } from '../errors/abort-listeners.js'
import { aborted, throwIfAborted } from '../errors/aborted.js'
import { OperationError } from '../errors/operation-error.js'

const operation = 'tunnel.configure'
const aborts = new AbortListeners()

/** An endpoint's numeric address. */
export interface ResolvedEndpoint {
  readonly address: string
  /** `192.0.2.1:51820` or `[2001:db8::1]:51820`. */
  readonly text: string
}

/**
 * Resolves an endpoint's name with the host's resolver (getaddrinfo(3)), in the host's namespace; addresses pass as they are.
 * The first address in the order of getaddrinfo is taken, as wg(8) does.
 */
export async function resolveEndpoint(endpoint: Endpoint, signal?: AbortSignal): Promise<ResolvedEndpoint> {
  if (endpoint.kind !== 'name') return { address: endpoint.host, text: formatEndpoint(endpoint) }
  try {
    // getaddrinfo(3) cannot be taken back: an abort only stops waiting for it.
    const looking = lookup(endpoint.host, { order: 'verbatim' })
    const reason = (fired: AbortSignal) => aborted(fired, operation, 'not-applied')
    const { address, family } = await aborts.unless(looking, signal, reason)
    return { address, text: family === 6 ? `[${address}]:${endpoint.port}` : `${address}:${endpoint.port}` }
  } catch (cause) {
    throwIfAborted(signal, operation)
    throw new OperationError(`the tunnel's endpoint ${endpoint.host} cannot be resolved`, {
      code: 'ERR_ENDPOINT_NAME',
      operation,
      subject: endpoint.host,
      detail: cause instanceof Error ? cause.message : undefined,
      remedy: 'Check the name, and that this machine has working DNS.',
      cause,
    })
  }
}
