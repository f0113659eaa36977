/** One thing of an interface, for scripts: a line, or one for each peer, with tabs between its parts. */
import type { WireGuardDevice, WireGuardPeer } from '../../wireguard/device.js'
import { allowedIpTexts, endpointText, handshakeSeconds, keyText, markText, none } from './value-text.js'
import type { ShowField } from './words.js'

type Line = readonly (string | number | bigint)[]

/** `several`: each line begins with the interface's name. */
export function fieldText(device: WireGuardDevice, field: ShowField, several: boolean): string {
  const head = several ? `${device.name}\t` : ''
  return linesOf(device, field)
    .map((line) => `${head}${line.join('\t')}\n`)
    .join('')
}

function linesOf(device: WireGuardDevice, field: ShowField): readonly Line[] {
  const { privateKey, publicKey, listenPort, fwmark, peers } = device
  switch (field) {
    case 'public-key':
      return [[keyText(publicKey)]]
    case 'private-key':
      return [[keyText(privateKey)]]
    case 'listen-port':
      return [[listenPort]]
    case 'fwmark':
      return [[markText(fwmark)]]
    case 'dump':
      return [
        [keyText(privateKey), keyText(publicKey), listenPort, markText(fwmark)],
        ...peers.map((peer) => [keyText(peer.publicKey), ...dumped(peer)]),
      ]
    default:
      return peers.map((peer) => [keyText(peer.publicKey), ...partsOf[field](peer)])
  }
}

const partsOf: Readonly<
  Record<
    Exclude<ShowField, 'public-key' | 'private-key' | 'listen-port' | 'fwmark' | 'dump'>,
    (peer: WireGuardPeer) => Line
  >
> = {
  peers: () => [],
  'preshared-keys': ({ presharedKey }) => [keyText(presharedKey)],
  endpoints: ({ endpoint }) => [endpointText(endpoint)],
  'allowed-ips': ({ allowedIps }) => [allowedIpTexts(allowedIps).join(' ') || none],
  'latest-handshakes': (peer) => [handshakeSeconds(peer)],
  transfer: ({ receivedBytes, sentBytes }) => [receivedBytes, sentBytes],
  'persistent-keepalive': ({ persistentKeepalive }) => [persistentKeepalive ?? 'off'],
}

function dumped(peer: WireGuardPeer): Line {
  const { presharedKey, endpoint, allowedIps, receivedBytes, sentBytes, persistentKeepalive } = peer
  return [
    ...[keyText(presharedKey), endpointText(endpoint), allowedIpTexts(allowedIps).join(',') || none],
    ...[handshakeSeconds(peer), receivedBytes, sentBytes, persistentKeepalive ?? 'off'],
  ]
}
