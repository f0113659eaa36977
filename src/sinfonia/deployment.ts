/** The deployments that a Tier1 answers with: checked field by field before anything uses them. */
import { parseAddress } from '../address/address.js'
import { type Endpoint, parseEndpoint } from '../address/endpoint.js'
import { isHostName } from '../address/host-name.js'
import { formatPrefix, type Prefix, parsePrefix } from '../address/prefix.js'
import { PublicKey } from '../keys/public-key.js'
import { Field, FieldError } from './field.js'

/** A running backend of an application, and the tunnel that leads to it. */
export interface Deployment {
  /** Of the application, in lower case. */
  readonly uuid: string
  /** The key that the deployment was asked for with. */
  readonly applicationKey: PublicKey
  /** Always `Deployed`: the others are sorted out. */
  readonly status: string
  /** As the cloudlet calls it. */
  readonly name?: string
  /** By the cloudlet's clock. */
  readonly created?: Date
  /** The way to it. */
  readonly tunnel: DeploymentTunnel
}

/** The WireGuard tunnel to a deployment, as Tier1 tells of it. */
export interface DeploymentTunnel {
  /** The other end's. */
  readonly publicKey: PublicKey
  /** Of the cloudlet; a name is not resolved. */
  readonly endpoint: Endpoint
  /** This end's, at least one; with the prefix length that was given, else of one address only. */
  readonly addresses: readonly Prefix[]
  /** What is behind the tunnel, at least one, host bits zero. */
  readonly allowedIps: readonly Prefix[]
  /** Addresses in canonical text. */
  readonly dnsServers: readonly string[]
  /** DNS names: no blank, no line break. */
  readonly searchDomains: readonly string[]
}

/** What was asked for. */
export interface Expected {
  readonly uuid: string
  readonly key: PublicKey
}

/**
 * Reads the JSON of an answer. Every deployment in the list must be well-formed; those with a Status other than `Deployed` are left
 * out, for what a cloudlet has released, or not yet started, gives no tunnel. Throws {@link FieldError} where none remains.
 */
export function readDeployments(json: unknown, expected: Expected): [Deployment, ...Deployment[]] {
  const list = new Field('', json)
  const all = list.items().map((item) => readDeployment(item, expected))
  if (all.length === 0) throw list.wrong('is an empty list: no cloudlet has deployed the application')
  const [first, ...rest] = all.filter(({ status }) => status === 'Deployed')
  if (first !== undefined) return [first, ...rest]
  const others = [...new Set(all.map(({ status }) => JSON.stringify(status)))].join(', ')
  throw new FieldError(`Status is ${others}, not "Deployed": this deployment cannot be used (any more)`)
}

function readDeployment(item: Field, expected: Expected): Deployment {
  const name = item.optional('DeploymentName')
  const created = item.optional('Created')
  return Object.freeze({
    uuid: readUuid(item.required('UUID'), expected.uuid),
    applicationKey: readApplicationKey(item.required('ApplicationKey'), expected.key),
    status: item.required('Status').text(),
    ...(name === undefined ? {} : { name: readName(name) }),
    ...(created === undefined ? {} : { created: readDate(created) }),
    tunnel: readTunnel(item.required('TunnelConfig'), expected.key),
  })
}

function readTunnel(config: Field, key: PublicKey): DeploymentTunnel {
  const dns = config.required('dns').items().map(readDns)
  return Object.freeze({
    publicKey: readPeerKey(config.required('publicKey'), key),
    endpoint: config.required('endpoint').read('an endpoint, host:port', parseEndpoint),
    addresses: readPrefixes(config.required('address'), {}),
    allowedIps: readPrefixes(config.required('allowedIPs'), { maskHostBits: true }),
    dnsServers: unique(dns.flatMap(({ server }) => server ?? [])),
    searchDomains: unique(dns.flatMap(({ domain }) => domain ?? [])),
  })
}

function readUuid(field: Field, expected: string): string {
  const uuid = field.text().toLowerCase()
  if (uuid !== expected)
    throw field.wrong(`is ${field.shown()}, not the application that was asked for, ${expected}`)
  return uuid
}

function readKey(field: Field): PublicKey {
  return field.read('a WireGuard public key (32 bytes in base64)', (text) => PublicKey.fromBase64(text))
}

function readApplicationKey(field: Field, expected: PublicKey): PublicKey {
  const key = readKey(field)
  if (!key.equals(expected)) throw field.wrong(`is ${field.shown()}, not the key that was sent, ${expected}`)
  return key
}

/** WireGuard drops a peer with the interface's own key without a word. */
function readPeerKey(field: Field, own: PublicKey): PublicKey {
  const key = readKey(field)
  if (key.equals(own)) throw field.wrong("is this client's own key, not the cloudlet's")
  return key
}

function readName(field: Field): string {
  const text = field.text()
  if (!/^[a-z\d]([\w.-]{0,251}[a-z\d])?$/i.test(text)) throw field.wrong(`is ${field.shown()}, not a name`)
  return text
}

function readDate(field: Field): Date {
  const date = new Date(/^\d{4}-\d\d-\d\dT/.test(field.text()) ? field.text() : Number.NaN)
  if (Number.isNaN(date.getTime())) throw field.wrong(`is ${field.shown()}, not a time of ISO 8601`)
  return date
}

function readPrefixes(field: Field, options: { maskHostBits?: boolean }): readonly Prefix[] {
  const read = (item: Field) => item.read('an IP address or network', (text) => parsePrefix(text, options))
  const prefixes = new Map(
    field
      .items()
      .map(read)
      .map((prefix) => [formatPrefix(prefix), prefix]),
  )
  if (prefixes.size === 0) throw field.wrong('is an empty list: the tunnel would carry nothing')
  return Object.freeze([...prefixes.values()])
}

function readDns(field: Field): { server?: string; domain?: string } {
  const text = field.text()
  if (isHostName(text)) return { domain: text }
  return { server: field.read('the address of a name server, or a domain', serverAddress) }
}

function serverAddress(text: string): string {
  const { address, scope } = parseAddress(text)
  if (scope !== undefined) throw new FieldError('a scope means nothing on another machine')
  return address
}

function unique(texts: readonly string[]): readonly string[] {
  return Object.freeze([...new Set(texts)])
}
