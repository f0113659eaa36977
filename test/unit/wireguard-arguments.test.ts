import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'
import type { GenericConversation } from '#dist/netlink/conversation.js'
import type { WireGuardChange, WireGuardPeerChange } from '#dist/wireguard/change.js'
import { WireGuard } from '#dist/wireguard/wireguard.js'

const reached = { request: () => assert.fail('it was sent') }
const wireguard = new WireGuard({
  conversation: () => reached as unknown as GenericConversation,
  userspace: undefined,
  link: () => assert.fail('a link was looked up'),
  links: () => assert.fail('the links were listed'),
})
const publicKey = PrivateKey.generate().publicKey()

async function refuses(operation: Promise<unknown>, message: RegExp, code = 'ERR_INVALID_ARGUMENT') {
  await assert.rejects(operation, { code, message, outcome: 'not-applied' })
}

test('links that can be none', async () => {
  for (const link of ['', 'x'.repeat(128), 'a/b', 0, -1, 1.5, { index: 0 }]) {
    await refuses(wireguard.get(link), /./)
    await refuses(wireguard.update(link, {}), /./)
  }
})

test('values out of their range', async () => {
  const cases: readonly [WireGuardChange, RegExp][] = [
    [{ listenPort: 65536 }, /^65536 is no UDP port/],
    [{ listenPort: -1 }, /^-1 is no UDP port/],
    [{ fwmark: 2 ** 32 }, /^4294967296 is no fwmark/],
    [{ fwmark: 1.5 }, /is no fwmark/],
    [{ peers: [{ publicKey, persistentKeepalive: 65536 }] }, /is no keepalive/],
    [{ peers: [{ publicKey, endpoint: '192.0.2.1' }] }, /is not an endpoint/],
    [{ peers: [{ publicKey, endpoint: '[::1]:0' }] }, /port/],
    [{ peers: [{ publicKey, allowedIps: ['10.0.0.0/33'] }] }, /prefix length/],
    [{ peers: [{ publicKey, addAllowedIps: ['nothing'] }] }, /is not an IP address/],
    [{ peers: [{ publicKey, allowedIps: [], addAllowedIps: ['10.0.0.0/8'] }] }, /^allowedIps stands for all/],
  ]
  for (const [change, message] of cases) await refuses(wireguard.update('wg0', change), message)
})

test('keys of the wrong kind', async () => {
  const wrong = PresharedKey.generate() as unknown
  await refuses(wireguard.update('wg0', { privateKey: wrong as PrivateKey }), /must be a PrivateKey$/)
  const psk = { publicKey, presharedKey: PrivateKey.generate() as unknown as PresharedKey }
  await refuses(wireguard.update('wg0', { peers: [psk] }), /must be a PresharedKey$/)
  const peers = [{ publicKey: publicKey.base64() as unknown as PublicKey }]
  for (const operation of [
    wireguard.update('wg0', { peers }),
    wireguard.replace('wg0', { peers }),
    wireguard.synchronise('wg0', { peers }),
  ])
    await refuses(operation, /must be a PublicKey$/)
})

test('an endpoint that is to be cleared', async () => {
  const peer = { publicKey, endpoint: null } as unknown as WireGuardPeerChange
  await refuses(
    wireguard.update('wg0', { peers: [peer] }),
    /cannot be cleared: remove the peer and add it again$/,
  )
})

test('a public key that is given twice', async () => {
  const peers = [{ publicKey }, { publicKey: new PublicKey(publicKey.bytes()) }]
  await refuses(wireguard.replace('wg0', { peers }), /more than one peer$/)
  await refuses(wireguard.synchronise('wg0', { peers }), /more than one peer$/)
})

test('no secret is in an error', async () => {
  const privateKey = PrivateKey.generate()
  const error: unknown = await wireguard
    .update('wg0', { privateKey, fwmark: -1 })
    .catch((reason: unknown) => reason)
  assert.ok(error instanceof Error)
  assert.ok(!`${error.stack}${JSON.stringify(error)}`.includes(privateKey.base64()))
})
