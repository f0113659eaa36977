/**
 * Requests of the cross-platform userspace protocol of WireGuard: lines of key=value, ended by an empty line.
 * Source: https://www.wireguard.com/xplatform/.
 */
import { type NativeAllowedIp, PeerFlag } from '../addon/packed-peers.js'
import { addressFromBytes } from '../address/address.js'
import { formatEndpoint } from '../address/endpoint.js'
import { writeHex } from './hexadecimal.js'
import type { UapiChange, UapiPeerChange } from './model.js'

type Value = string | number | true | Uint8Array
type Line = readonly [key: string, value: Value]

export function getRequest(): Uint8Array {
  return written([['get', 1]])
}

/** Has the keys in it: wipe it. */
export function setRequest(change: UapiChange): Uint8Array {
  const lines: Line[] = [['set', 1]]
  put(lines, 'private_key', change.privateKey)
  put(lines, 'listen_port', change.listenPort)
  put(lines, 'fwmark', change.fwmark)
  if (change.replacePeers) lines.push(['replace_peers', true])
  for (const peer of change.peers ?? []) putPeer(lines, peer)
  return written(lines)
}

function putPeer(lines: Line[], peer: UapiPeerChange): void {
  lines.push(['public_key', peer.publicKey])
  if (peer.flags & PeerFlag.updateOnly) lines.push(['update_only', true])
  if (peer.flags & PeerFlag.removeMe) {
    lines.push(['remove', true])
    return
  }
  put(lines, 'preshared_key', peer.presharedKey)
  put(lines, 'endpoint', peer.endpoint && formatEndpoint(peer.endpoint))
  put(lines, 'persistent_keepalive_interval', peer.persistentKeepalive)
  if (peer.flags & PeerFlag.replaceAllowedIps) lines.push(['replace_allowed_ips', true])
  for (const allowed of peer.allowedIps) lines.push(['allowed_ip', allowedIpText(allowed)])
  put(lines, 'protocol_version', peer.protocolVersion)
}

function put(lines: Line[], key: string, value: Value | undefined): void {
  if (value !== undefined) lines.push([key, value])
}

function allowedIpText({ address, prefixLength, remove }: NativeAllowedIp): string {
  return `${remove ? '-' : ''}${addressFromBytes(address)}/${prefixLength}`
}

/** In memory of its own, not of the pool that other buffers share. */
function written(lines: readonly Line[]): Uint8Array {
  const parts = lines.map(([key, value]) => ({
    head: `${key}=`,
    value: value instanceof Uint8Array ? value : String(value),
  }))
  const size = parts.reduce((sum, { head, value }) => sum + head.length + sizeOf(value) + 1, 1)
  const bytes = Buffer.alloc(size, '\n')
  let at = 0
  for (const { head, value } of parts) {
    at += bytes.write(head, at, 'latin1')
    if (typeof value === 'string') bytes.write(value, at, 'latin1')
    else writeHex(value, bytes, at)
    at += sizeOf(value) + 1
  }
  return bytes
}

function sizeOf(value: string | Uint8Array): number {
  return typeof value === 'string' ? value.length : value.length * 2
}
