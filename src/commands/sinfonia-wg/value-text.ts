/** Values as wg(8) prints them. */
import { type Endpoint, formatEndpoint } from '../../address/endpoint.js'
import type { Prefix } from '../../address/prefix.js'
import { printedAddress } from '../../configuration/printed-address.js'
import type { Key } from '../../keys/key.js'
import type { WireGuardPeer } from '../../wireguard/device.js'

export const none = '(none)'

export function keyText(key: Key | undefined): string {
  return key?.base64() ?? none
}

export function endpointText(endpoint: Endpoint | undefined): string {
  return endpoint ? formatEndpoint({ ...endpoint, host: printedAddress(endpoint.host) }) : none
}

export function allowedIpTexts(allowedIps: readonly Prefix[]): readonly string[] {
  return allowedIps.map(({ address, prefixLength }) => `${printedAddress(address)}/${prefixLength}`)
}

export function markText(fwmark: number): string {
  return fwmark === 0 ? 'off' : `0x${fwmark.toString(16)}`
}

/** Seconds since 1970; 0: never. */
export function handshakeSeconds({ lastHandshake }: WireGuardPeer): number {
  return lastHandshake === undefined ? 0 : Math.floor(lastHandshake.getTime() / 1000)
}
