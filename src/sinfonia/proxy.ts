/** Which proxy a request goes through, by the environment variables that curl and Python's requests read. */
import { parseAddress } from '../address/address.js'
import { parsePrefix, prefixContains } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'

/** `process.env`, or anything of its shape: http_proxy, https_proxy, all_proxy and no_proxy are read, in lower case before upper. */
export type Environment = Readonly<Record<string, string | undefined>>

const loopback = ['127.0.0.0/8', '::1/128'].map((text) => parsePrefix(text))

/**
 * The proxy for a URL, or nothing. The loopback never has one, whatever the variables say: no proxy can reach it.
 * Throws `ERR_TIER1_UNREACHABLE` for a proxy that is no http:// or https:// URL.
 */
export function proxyFor(url: URL, env: Environment): URL | undefined {
  const read = (name: string) => env[name] || env[name.toUpperCase()] || ''
  const text = read(url.protocol === 'https:' ? 'https_proxy' : 'http_proxy') || read('all_proxy')
  if (text === '' || isLoopback(url) || isExcepted(url, read('no_proxy'))) return undefined
  const whole = text.includes('://') ? text : `http://${text}`
  if (URL.canParse(whole) && /^https?:/i.test(whole)) return new URL(whole)
  throw new OperationError('The proxy that the environment names is not an http:// or https:// URL', {
    code: 'ERR_TIER1_UNREACHABLE',
    operation: 'tier1.proxy',
    outcome: 'not-applied',
    remedy: `Set ${url.protocol === 'https:' ? 'https_proxy' : 'http_proxy'} to something like http://proxy.example:3128, or unset it.`,
  })
}

function isLoopback(url: URL): boolean {
  const host = bareHost(url)
  if (host === 'localhost' || host.endsWith('.localhost')) return true
  const address = addressOf(host)
  return address !== undefined && loopback.some((prefix) => prefixContains(prefix, address))
}

/** no_proxy: `*`, names (which cover what is below them), addresses and networks, each with a port if it pleases. */
function isExcepted(url: URL, list: string): boolean {
  const host = bareHost(url)
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true
      const [, name = entry, only] = /^(\[.*\]|[^:]*):(\d+)$/.exec(entry) ?? []
      if (only !== undefined && only !== port) return false
      return covers(name.replace(/^\[(.*)\]$/, '$1').replace(/^\*?\./, ''), host)
    })
}

function covers(name: string, host: string): boolean {
  const address = addressOf(host)
  if (address === undefined) return host === name || host.endsWith(`.${name}`)
  try {
    return prefixContains(parsePrefix(name), address)
  } catch {
    return false
  }
}

function bareHost(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, '$1').replace(/\.$/, '')
}

function addressOf(host: string) {
  try {
    return parseAddress(host)
  } catch {
    return undefined
  }
}
