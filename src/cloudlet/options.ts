/** What a cloudlet is started with: checked, and with its defaults. */
import { randomUUID } from 'node:crypto'
import { isIP } from 'node:net'
import { formatAddress, parseAddress } from '../address/address.js'
import type { Endpoint } from '../address/endpoint.js'
import { isHostName } from '../address/host-name.js'
import { formatPrefix, type Prefix, parsePrefix, prefixContains } from '../address/prefix.js'
import { OperationError } from '../errors/operation-error.js'
import { parseTier1Url } from '../sinfonia/tier1-url.js'
import type { TunnelOptions } from '../tunnel/tunnel.js'
import { clusterAddresses } from './cluster-addresses.js'

/** How a {@link Cloudlet} is started; everything has a default. */
export interface CloudletOptions {
  /** The address that the API listens on. Default: `127.0.0.1`. */
  readonly host?: string | undefined
  /** TCP port of the API; 0, the default: any that is free. */
  readonly port?: number | undefined
  /** Each client gets an address out of each of these networks. Default: `10.5.0.0/16`. */
  readonly addresses?: readonly Prefix[] | undefined
  /** A directory of recipes `<uuid>.yaml`. Default: only helloworld is known. */
  readonly recipes?: string | undefined
  /**
   * A deployment without a handshake for so many seconds is released. Default: 300. WireGuard's handshakes are 120 s and more apart:
   * below 180, deployments in use are released too.
   */
  readonly lease?: number | undefined
  /** How many deployments there may be at a time. Default: 100. */
  readonly maximum?: number | undefined
  /** A backend must listen within so many seconds. Default: 60. */
  readonly backendTimeout?: number | undefined
  /**
   * What backends find in their environment besides what their recipes give them, and where the proxy to a Tier1 is read from.
   * Default: a PATH of the system's directories.
   */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined
  /** By which WireGuard the tunnels go: see {@link TunnelOptions.way}. */
  readonly way?: TunnelOptions['way']
  /** See {@link TunnelOptions.libexec}. */
  readonly libexec?: string | undefined
  /** The address or name by which clients reach the tunnels. Default: `host`, or 127.0.0.1 where that stands for all addresses. */
  readonly endpointHost?: string | undefined
  /** A Tier1 that this cloudlet is reported to every 15 s: its base URL, with `user:password@` where it wants that. Default: none. */
  readonly tier1?: string | undefined
  /** The base URL by which that Tier1 reaches this cloudlet. Default: {@link Cloudlet.url}. */
  readonly publicUrl?: string | undefined
  /** By which that Tier1 tells this cloudlet from others. Default: a random one. */
  readonly uuid?: string | undefined
  /** Called with a line for each deployment that comes, goes or fails. */
  readonly log?: ((line: string) => void) | undefined
  /** Called with a line for each request, and with what engines and backends say. */
  readonly debug?: ((line: string) => void) | undefined
  /** Aborts the start; afterwards it does nothing. */
  readonly signal?: AbortSignal | undefined
}

export interface CloudletSettings {
  readonly host: string
  readonly port: number
  readonly addresses: readonly Prefix[]
  /** Milliseconds. */
  readonly lease: number
  readonly maximum: number
  /** Milliseconds. */
  readonly backendTimeout: number
  readonly environment: Readonly<Record<string, string>>
  readonly endpointHost: Omit<Endpoint, 'port'>
  readonly uuid: string
  readonly way: TunnelOptions['way']
  readonly libexec: string | undefined
}

const systemPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'

/** Throws `ERR_INVALID_ARGUMENT` that names the option, or `ERR_TIER1_URL`. */
export function settle(options: CloudletOptions): CloudletSettings {
  const host = options.host ?? '127.0.0.1'
  if (isIP(host) === 0) throw refusal('host', host, 'is not an IP address to listen on')
  if (options.tier1 !== undefined) parseTier1Url(options.tier1)
  checkPublicUrl(options.publicUrl)
  const addresses = options.addresses ?? [parsePrefix('10.5.0.0/16')]
  checkRanges(addresses)
  return {
    host,
    port: number(options, 'port', 0, 0, 65535),
    addresses,
    lease: number(options, 'lease', 300, 1, 1e9) * 1000,
    maximum: number(options, 'maximum', 100, 1, 100_000),
    backendTimeout: number(options, 'backendTimeout', 60, 1, 86_400) * 1000,
    environment: defined(options.environment ?? { PATH: systemPath }),
    endpointHost: endpointHost(options.endpointHost ?? (isWildcard(host) ? '127.0.0.1' : host)),
    uuid: options.uuid ?? randomUUID(),
    way: options.way,
    libexec: options.libexec,
  }
}

/** True for the address that stands for all of this machine's. */
export function isWildcard(host: string): boolean {
  return ['0.0.0.0', '::'].includes(parseAddress(host).address)
}

/** The clients' own addresses must not hide those that the cloudlet has in every tunnel, nor each other. */
function checkRanges(ranges: readonly Prefix[]): void {
  for (const range of ranges) {
    const { version } = range
    const { dns, service } = clusterAddresses[version]
    const hidden = [dns, service].find((address) => prefixContains(range, { version, address }))
    if (hidden !== undefined) {
      throw refusal('addresses', formatPrefix(range), `contains ${hidden}, which the cloudlet has itself`)
    }
    const twin = ranges.find((other) => other !== range && prefixContains(other, range))
    if (twin) throw refusal('addresses', formatPrefix(range), `is a part of ${formatPrefix(twin)}`)
  }
}

function endpointHost(text: string): Omit<Endpoint, 'port'> {
  if (isIP(text) === 0) {
    if (isHostName(text)) return { host: text, kind: 'name' }
    throw refusal('endpointHost', text, 'is neither an IP address nor a name')
  }
  const parsed = parseAddress(text)
  if (parsed.scope !== undefined) {
    throw refusal(
      'endpointHost',
      formatAddress(parsed),
      'has a scope, which means something else to each client',
    )
  }
  return { host: parsed.address, kind: parsed.version === 4 ? 'v4' : 'v6' }
}

function checkPublicUrl(text: string | undefined): void {
  if (text === undefined) return
  const isHttp = URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)
  if (!isHttp) throw refusal('publicUrl', text, 'is not a URL that begins with http:// or https://')
}

function number(
  options: CloudletOptions,
  name: 'port' | 'lease' | 'maximum' | 'backendTimeout',
  fallback: number,
  least: number,
  most: number,
): number {
  const value = options[name] ?? fallback
  const isWhole = name === 'port' || name === 'maximum'
  if (value >= least && value <= most && (!isWhole || Number.isInteger(value))) return value
  throw refusal(name, value, `is not a${isWhole ? ' whole' : ''} number from ${least} to ${most}`)
}

function defined(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const entries = Object.entries(environment)
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function refusal(name: string, value: unknown, problem: string): OperationError {
  return new OperationError(`${name}: ${JSON.stringify(value)} ${problem}`, {
    code: 'ERR_INVALID_ARGUMENT',
    operation: 'cloudlet.start',
    subject: String(value),
  })
}
