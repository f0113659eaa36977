import { type Endpoint, formatEndpoint, parseEndpoint } from '../address/endpoint.js'
import { isOperationError } from '../errors/operation-error.js'
import type { Excerpt } from './excerpt.js'
import { single } from './field.js'
import { readIpv4Number } from './ipv4-number.js'
import { readPort } from './number-fields.js'
import { printedAddress } from './printed-address.js'

const forms = '192.0.2.1:51820, [2001:db8::1]:51820 or name.example:51820'

/** Brackets may stand around any host, and may be absent around an IPv6 address: the port is behind the last colon then. */
export const endpoint = single('Endpoint', readEndpoint, (value: Endpoint) =>
  formatEndpoint({ ...value, host: printedAddress(value.host) }),
)

function readEndpoint(text: Excerpt): Endpoint {
  const [host, portText] = text.text.startsWith('[') ? inBrackets(text) : atLastColon(text)
  const port = readPort(portText, 1)
  try {
    return withoutZeroScope(parseEndpoint(`${canonicalHost(host.text)}:${port}`))
  } catch (error) {
    if (!isOperationError(error)) throw error
    throw host.expected('a host: an IPv4 address, an IPv6 address or a DNS name')
  }
}

function inBrackets(text: Excerpt): [Excerpt, Excerpt] {
  const end = text.text.indexOf(']')
  if (end < 0) throw text.expected('a ] behind the address')
  if (text.text.charAt(end + 1) !== ':') throw text.slice(end + 1).expected(`:PORT behind ], as in ${forms}`)
  return [text.slice(1, end), text.slice(end + 2)]
}

function atLastColon(text: Excerpt): [Excerpt, Excerpt] {
  const colon = text.text.lastIndexOf(':')
  if (colon < 0) throw text.expected(`HOST:PORT, as in ${forms}`)
  return [text.slice(0, colon), text.slice(colon + 1)]
}

function canonicalHost(host: string): string {
  if (!host.includes(':')) return readIpv4Number(host) ?? host
  const [address = '', scope] = host.split('%')
  // getaddrinfo(3) knows no link by name but for these.
  const isLinkLocal = /^f(e[89ab].|f.2):/i.test(address)
  return scope === undefined || isLinkLocal || /^[0-9]+$/.test(scope) ? `[${host}]` : ''
}

function withoutZeroScope({ scope, ...rest }: Endpoint): Endpoint {
  return Object.freeze(scope === undefined || /^0+$/.test(scope) ? rest : { ...rest, scope })
}
