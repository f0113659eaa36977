/** Answers of the userspace protocol. Keys that nobody knows are passed over, as wg(8) does. */
import type { NativeAllowedIp } from '../addon/packed-peers.js'
import { addressToBytes, parseAddress } from '../address/address.js'
import type { Endpoint } from '../address/endpoint.js'
import { parsePrefix } from '../address/prefix.js'
import { readHex } from './hexadecimal.js'
import { type UapiDevice, type UapiPeer, wipeDevice } from './model.js'

/** An answer, without the empty line at its end. */
export interface UapiAnswer {
  /** 0: done. Else the number of an error, positive. */
  readonly errno: number
  readonly device: UapiDevice
}

type Mutable<Fields> = { -readonly [Key in keyof Fields]: Fields[Key] }
type PeerDraft = Mutable<Omit<UapiPeer, 'allowedIps'>> & { readonly allowedIps: NativeAllowedIp[] }
type DeviceDraft = Mutable<Omit<UapiDevice, 'peers'>> & { readonly peers: PeerDraft[] }

const keySize = 32
const mostSeconds = 2n ** 63n - 1n
const mostBytes = 2n ** 64n - 1n

/** Copies the keys: wipe both. Undefined: it is malformed. */
export function readAnswer(bytes: Uint8Array): UapiAnswer | undefined {
  const reader = new AnswerReader()
  try {
    for (const [key, value] of linesOf(bytes)) reader.line(key, value)
    return reader.finished()
  } catch (error) {
    reader.wipe()
    if (error instanceof Malformed) return undefined
    throw error
  }
}

/** Says nothing of what it was: that may have been a key. */
class Malformed extends Error {}

function* linesOf(bytes: Uint8Array): Generator<readonly [string, Buffer]> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  for (let start = 0; start < buffer.length; ) {
    const found = buffer.indexOf(0x0a, start)
    const end = found < 0 ? buffer.length : found
    const equals = buffer.indexOf(0x3d, start)
    if (equals < 0 || equals > end) throw new Malformed()
    yield [buffer.toString('latin1', start, equals), buffer.subarray(equals + 1, end)]
    start = end + 1
  }
}

class AnswerReader {
  #errno: number | undefined
  readonly #device: DeviceDraft = { privateKey: undefined, listenPort: 0, fwmark: 0, peers: [] }

  line(key: string, value: Buffer): void {
    const peer = this.#device.peers.at(-1)
    if (key === 'errno') this.#errno = Math.abs(Number(whole(value, 0x7fff_ffffn, '-?')))
    else if (key === 'public_key') this.#device.peers.push(newPeer(keyOf(value)))
    else if (peer) readPeerLine(peer, key, value)
    else if (key === 'private_key') this.#device.privateKey = unlessZeros(keyOf(value))
    else if (key === 'listen_port') this.#device.listenPort = Number(whole(value, 0xffffn))
    else if (key === 'fwmark') this.#device.fwmark = Number(whole(value, 0xffff_ffffn))
  }

  wipe(): void {
    wipeDevice(this.#device)
  }

  finished(): UapiAnswer {
    if (this.#errno === undefined) throw new Malformed()
    return { errno: this.#errno, device: this.#device }
  }
}

function newPeer(publicKey: Uint8Array): PeerDraft {
  return {
    publicKey,
    presharedKey: undefined,
    endpoint: undefined,
    persistentKeepalive: 0,
    lastHandshake: 0,
    receivedBytes: 0n,
    sentBytes: 0n,
    protocolVersion: 1,
    allowedIps: [],
  }
}

function readPeerLine(peer: PeerDraft, key: string, value: Buffer): void {
  switch (key) {
    case 'preshared_key':
      peer.presharedKey = unlessZeros(keyOf(value))
      break
    case 'endpoint':
      peer.endpoint = endpointOf(value)
      break
    case 'persistent_keepalive_interval':
      peer.persistentKeepalive = Number(whole(value, 0xffffn))
      break
    case 'last_handshake_time_sec':
      peer.lastHandshake += Number(whole(value, mostSeconds)) * 1000
      break
    case 'last_handshake_time_nsec':
      peer.lastHandshake += Number(whole(value, 999_999_999n)) / 1e6
      break
    case 'rx_bytes':
      peer.receivedBytes = whole(value, mostBytes)
      break
    case 'tx_bytes':
      peer.sentBytes = whole(value, mostBytes)
      break
    case 'protocol_version':
      peer.protocolVersion = Number(whole(value, 0xffff_ffffn))
      break
    case 'allowed_ip':
      peer.allowedIps.push(allowedIpOf(value))
  }
}

function keyOf(value: Uint8Array): Uint8Array {
  const bytes = readHex(value, keySize)
  if (!bytes) throw new Malformed()
  return bytes
}

function unlessZeros(key: Uint8Array): Uint8Array | undefined {
  return key.some((byte) => byte !== 0) ? key : undefined
}

function whole(value: Buffer, most: bigint, sign = ''): bigint {
  const text = value.toString('latin1')
  // No number of the protocol has more than 20 digits.
  if (!new RegExp(`^${sign}\\d{1,20}$`).test(text)) throw new Malformed()
  const number = BigInt(text)
  if (number > most) throw new Malformed()
  return number
}

function endpointOf(value: Buffer): Endpoint {
  const [, v6, v4 = '', port = ''] = /^(?:\[(.+)\]|(.+)):(\d+)$/.exec(value.toString('latin1')) ?? []
  const { version, address, scope } = unlessMalformed(() => parseAddress(v6 ?? v4))
  const isV6 = v6 !== undefined
  if (isV6 !== (version === 6)) throw new Malformed()
  const endpoint = {
    host: address,
    port: Number(whole(Buffer.from(port), 0xffffn)),
    kind: isV6 ? 'v6' : 'v4',
  } as const
  return scope === undefined ? endpoint : { ...endpoint, scope }
}

function allowedIpOf(value: Buffer): NativeAllowedIp {
  const { version, address, prefixLength } = unlessMalformed(() => parsePrefix(value.toString('latin1')))
  return { version, address: addressToBytes(address), prefixLength }
}

function unlessMalformed<Value>(parse: () => Value): Value {
  try {
    return parse()
  } catch {
    throw new Malformed()
  }
}
