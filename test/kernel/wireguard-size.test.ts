import assert from 'node:assert/strict'
import { test } from 'node:test'
import { PublicKey } from '#dist/keys/public-key.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { newPublicKey, wireguardNeeds, wireguardNetwork } from './wireguard-links.js'

const count = 3000

/** Keys that nobody has the private half of. */
function peersWith(allowedIp: (index: number) => string) {
  return Array.from({ length: count }, (_, index) => {
    const bytes = Buffer.alloc(32, 9)
    bytes.writeUInt32LE(index)
    return { publicKey: new PublicKey(bytes), allowedIps: [allowedIp(index)] }
  })
}

const address = (index: number) => `10.0.${index >> 8}.${index & 255}`

test('thousands of peers are set and read, as wg sees them', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, wg } = await wireguardNetwork(t)
  const peers = peersWith((index) => `${address(index)}/32`)
  await wireguard.replace('wg0', { peers })
  const expected = peers.map(({ publicKey, allowedIps }) => `${publicKey.base64()}\t${allowedIps[0]}`).sort()
  assert.deepEqual(wg('show', 'wg0', 'allowed-ips').trimEnd().split('\n').sort(), expected)
  const device = await wireguard.get('wg0')
  const found = device.peers.map(
    ({ publicKey, allowedIps: [allowed] }) =>
      `${publicKey.base64()}\t${allowed?.address}/${allowed?.prefixLength}`,
  )
  assert.deepEqual(found.sort(), expected)

  // Replaced in several messages too: only the first takes away what was.
  await wireguard.replace('wg0', { peers: peers.slice(1) })
  assert.equal((await wireguard.get('wg0')).peers.length, count - 1)
  await wireguard.synchronise('wg0', { peers })
  assert.equal((await wireguard.get('wg0')).peers.length, count)
})

test('a peer with thousands of allowed IPs is one peer', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, wg } = await wireguardNetwork(t)
  const [before, large, after] = [newPublicKey(), newPublicKey(), newPublicKey()]
  const v4 = Array.from({ length: count }, (_, index) => `${address(index)}/32`)
  const v6 = Array.from({ length: count }, (_, index) => `fd00::${(index + 1).toString(16)}/128`)
  const large0 = { publicKey: large, allowedIps: [...v4, ...v6], persistentKeepalive: 9 }
  await wireguard.update('wg0', {
    peers: [{ publicKey: before, allowedIps: ['10.0.0.0/8'] }, large0, { publicKey: after }],
  })
  const { peers } = await wireguard.get('wg0')
  assert.deepEqual(
    peers.map(({ publicKey, allowedIps, persistentKeepalive }) => [
      publicKey.base64(),
      allowedIps.length,
      persistentKeepalive,
    ]),
    [
      [before.base64(), 1, undefined],
      [large.base64(), 2 * count, 9],
      [after.base64(), 0, undefined],
    ],
  )
  const found = peers[1]?.allowedIps.map(({ address, prefixLength }) => `${address}/${prefixLength}`)
  assert.deepEqual(found?.sort(), [...v4, ...v6].sort())
  const line = wg('show', 'wg0', 'allowed-ips').split('\n')[1] ?? ''
  assert.deepEqual(line.split('\t')[1]?.split(' ').sort(), found)

  // Replaced in several messages: the later ones must not take away what the first brought.
  await wireguard.update('wg0', { peers: [{ publicKey: large, allowedIps: v6 }] })
  assert.equal((await wireguard.get('wg0')).peers[1]?.allowedIps.length, count)
})

test('what changes while it is read is read whole', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { namespace, wireguard } = await wireguardNetwork(t)
  await wireguard.replace('wg0', { peers: peersWith((index) => `${address(index)}/32`) })
  await using other = await Network.open({ namespace: namespace.networkNamespace })
  const marks = [1, 2, 3, 4, 5]
  const [device] = await Promise.all([
    wireguard.get('wg0'),
    ...marks.map((fwmark) => other.wireguard.update('wg0', { fwmark })),
  ])
  const keys = device.peers.map(({ publicKey }) => publicKey.base64())
  assert.equal(keys.length, count)
  assert.equal(new Set(keys).size, count)
})
