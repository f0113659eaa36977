/** Where a UDP or TCP peer listens: address or name, and port. */
import { parseAddress } from './address.js'
import { isHostName } from './host-name.js'
import { malformed } from './malformed.js'

/** Where a peer of WireGuard is sent to: a host and a UDP port. */
export interface Endpoint {
  /** An address in canonical text, without brackets and scope, or a name. */
  readonly host: string
  /** 1 to 65535. */
  readonly port: number
  readonly kind: 'v4' | 'v6' | 'name'
  /** The zone of an IPv6 address. */
  readonly scope?: string
}

const forms = 'an endpoint is written 192.0.2.1:51820, [2001:db8::1]:51820 or name.example:51820.'

/** Reads `1.2.3.4:51820`, `[fe80::1%eth0]:51820` or `name.example:51820`. Throws `ERR_INVALID_ARGUMENT`. */
export function parseEndpoint(text: string): Endpoint {
  const refuse = (problem: string) => malformed('endpoint.parse', text, problem, `Correct it: ${forms}`)
  const [, bracketed, plain, digits] =
    /^(?:\[([^[\]]*)\]|([^[\]:]*)):([^:]*)$/.exec(typeof text === 'string' ? text : '') ?? []
  if (digits === undefined) throw refuse('is not an endpoint, host:port')
  const port = /^[1-9]\d{0,4}$/.test(digits) ? Number(digits) : 0
  if (port < 1 || port > 65535) throw refuse('has a port that is not a number from 1 to 65535')
  return Object.freeze({ ...parseHost(bracketed, plain ?? '', refuse), port })
}

function parseHost(
  bracketed: string | undefined,
  plain: string,
  refuse: (problem: string) => Error,
): Omit<Endpoint, 'port'> {
  if (bracketed === undefined && isHostName(plain)) return { host: plain, kind: 'name' }
  const found = addressOrNothing(bracketed ?? plain)
  if (bracketed === undefined) {
    if (found?.version !== 4) throw refuse('names no host: neither an IPv4 address nor a DNS name')
    return { host: found.address, kind: 'v4' }
  }
  if (found?.version !== 6) throw refuse('has brackets around something that is not an IPv6 address')
  const { address, scope } = found
  return scope === undefined ? { host: address, kind: 'v6' } : { host: address, kind: 'v6', scope }
}

function addressOrNothing(text: string) {
  try {
    return parseAddress(text)
  } catch {
    return undefined
  }
}

/** `[fe80::1%eth0]:51820` again from its parts. */
export function formatEndpoint(endpoint: Endpoint): string {
  const scope = endpoint.scope === undefined ? '' : `%${endpoint.scope}`
  return endpoint.kind === 'v6'
    ? `[${endpoint.host}${scope}]:${endpoint.port}`
    : `${endpoint.host}:${endpoint.port}`
}
