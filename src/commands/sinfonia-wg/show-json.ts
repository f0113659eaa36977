/** Interfaces as JSON, with the names and the shape that the script wg-json of wireguard-tools has made known. What is not there is absent. */
import type { WireGuardDevice, WireGuardPeer } from '../../wireguard/device.js'
import { hidden } from './show-pretty.js'
import { allowedIpTexts, endpointText, handshakeSeconds } from './value-text.js'

export function jsonText(devices: readonly WireGuardDevice[]): string {
  const interfaces = Object.fromEntries(devices.map((device) => [device.name, interfaceObject(device)]))
  return `${JSON.stringify(interfaces, undefined, 2)}\n`
}

function interfaceObject({ privateKey, publicKey, listenPort, fwmark, peers }: WireGuardDevice) {
  return {
    privateKey: privateKey && hidden(privateKey),
    publicKey: publicKey?.base64(),
    listenPort: listenPort || undefined,
    fwmark: fwmark || undefined,
    peers: Object.fromEntries(peers.map((peer) => [peer.publicKey.base64(), peerObject(peer)])),
  }
}

function peerObject(peer: WireGuardPeer) {
  const { presharedKey, endpoint, receivedBytes, sentBytes, persistentKeepalive, allowedIps } = peer
  return {
    presharedKey: presharedKey && hidden(presharedKey),
    endpoint: endpoint && endpointText(endpoint),
    latestHandshake: handshakeSeconds(peer) || undefined,
    transferRx: Number(receivedBytes) || undefined,
    transferTx: Number(sentBytes) || undefined,
    persistentKeepalive,
    allowedIps: allowedIpTexts(allowedIps),
  }
}
