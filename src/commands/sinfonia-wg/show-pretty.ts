/** An interface as a person reads it. */
import type { SecretKey } from '../../keys/secret-key.js'
import type { WireGuardDevice, WireGuardPeer } from '../../wireguard/device.js'
import { agoText, bytesText, durationText } from './amount-text.js'
import { Palette } from './palette.js'
import { allowedIpTexts, endpointText, handshakeSeconds, keyText, none } from './value-text.js'

export function prettyText(device: WireGuardDevice, palette = Palette.ofEnvironment()): string {
  const { name, publicKey, privateKey, listenPort, fwmark } = device
  const own = [
    `${palette.paint('interface', 'green', 'bold')}: ${palette.paint(name, 'green')}\n`,
    line(palette, 'public key', publicKey && keyText(publicKey)),
    line(palette, 'private key', privateKey && hidden(privateKey)),
    line(palette, 'listening port', listenPort || undefined),
    line(palette, 'fwmark', fwmark ? `0x${fwmark.toString(16)}` : undefined),
  ]
  const now = Math.floor(Date.now() / 1000)
  const peers = sorted(device.peers).map((peer) => `\n${peerText(peer, now, palette)}`)
  return palette.start + own.join('') + peers.join('')
}

/** Unless WG_HIDE_KEYS says otherwise. */
export function hidden(key: SecretKey): string {
  return process.env['WG_HIDE_KEYS'] === 'never' ? key.base64() : '(hidden)'
}

/** The last to shake hands comes first; those who never did stay in the kernel's order, behind. */
function sorted(peers: readonly WireGuardPeer[]): readonly WireGuardPeer[] {
  const time = ({ lastHandshake }: WireGuardPeer) => lastHandshake?.getTime() ?? 0
  return [...peers].sort((one, other) => time(other) - time(one))
}

function peerText(peer: WireGuardPeer, now: number, palette: Palette): string {
  const { publicKey, presharedKey, endpoint, persistentKeepalive } = peer
  const handshake = handshakeSeconds(peer)
  return [
    `${palette.paint('peer', 'yellow', 'bold')}: ${palette.paint(keyText(publicKey), 'yellow')}\n`,
    line(palette, 'preshared key', presharedKey && hidden(presharedKey)),
    line(palette, 'endpoint', endpoint && endpointText(endpoint)),
    line(palette, 'allowed ips', allowedIps(peer, palette)),
    line(palette, 'latest handshake', handshake ? agoText(handshake, now, palette) : undefined),
    line(palette, 'transfer', transfer(peer, palette)),
    line(
      palette,
      'persistent keepalive',
      persistentKeepalive && `every ${durationText(persistentKeepalive, palette)}`,
    ),
  ].join('')
}

function allowedIps(peer: WireGuardPeer, palette: Palette): string {
  const texts = allowedIpTexts(peer.allowedIps).map((text) => text.replace('/', palette.paint('/', 'cyan')))
  return texts.join(', ') || none
}

function transfer({ receivedBytes, sentBytes }: WireGuardPeer, palette: Palette): string | undefined {
  if (receivedBytes === 0n && sentBytes === 0n) return undefined
  return `${bytesText(receivedBytes, palette)} received, ${bytesText(sentBytes, palette)} sent`
}

/** Nothing, where there is nothing to tell. */
function line(palette: Palette, label: string, value: string | number | undefined): string {
  return value === undefined ? '' : `  ${palette.paint(label, 'bold')}: ${value}\n`
}
