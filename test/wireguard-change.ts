import type { PresharedKey } from '#dist/keys/preshared-key.js'
import type { PrivateKey } from '#dist/keys/private-key.js'
import type { PublicKey } from '#dist/keys/public-key.js'
import type { WireGuardChange } from '#dist/wireguard/change.js'

/** Everything that can be set, of the link and of the first of two peers. */
export function everyAttribute(
  privateKey: PrivateKey,
  presharedKey: PresharedKey,
  [first, second]: readonly [PublicKey, PublicKey],
): WireGuardChange {
  return {
    privateKey,
    listenPort: 51820,
    fwmark: 0xffff_fffe,
    peers: [
      {
        publicKey: first,
        presharedKey,
        endpoint: '192.0.2.1:65535',
        persistentKeepalive: 65535,
        allowedIps: ['10.0.0.9/8', '0.0.0.0/0', '::/0', 'fd00::1'],
        protocolVersion: 1,
      },
      { publicKey: second, endpoint: { kind: 'v6', host: '2001:db8::1', port: 1 } },
    ],
  }
}
