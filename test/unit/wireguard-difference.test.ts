import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEndpoint } from '#dist/address/endpoint.js'
import { parsePrefix } from '#dist/address/prefix.js'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import type { WireGuardConfiguration } from '#dist/wireguard/configuration.js'
import type { WireGuardDevice, WireGuardPeer } from '#dist/wireguard/device.js'
import { difference, type ResolvedPeer } from '#dist/wireguard/difference.js'

const privateKey = PrivateKey.generate()
const [a, b, c] = [1, 2, 3].map(() => PrivateKey.generate().publicKey())
assert.ok(a && b && c)
const presharedKey = PresharedKey.generate()
const endpoint = parseEndpoint('192.0.2.1:51820')

const full: WireGuardPeer = {
  publicKey: a,
  presharedKey,
  endpoint,
  persistentKeepalive: 25,
  lastHandshake: new Date(),
  receivedBytes: 1n,
  sentBytes: 1n,
  allowedIps: [parsePrefix('10.0.0.0/8'), parsePrefix('fd00::/64')],
  protocolVersion: 1,
}
const device: WireGuardDevice = {
  index: 3,
  userspace: false,
  name: 'wg0',
  privateKey,
  publicKey: privateKey.publicKey(),
  listenPort: 51820,
  fwmark: 7,
  peers: [full, { ...full, publicKey: b, presharedKey: undefined, allowedIps: [parsePrefix('10.1.0.0/16')] }],
}
const sameA: ResolvedPeer = {
  publicKey: a,
  presharedKey,
  endpoint,
  persistentKeepalive: 25,
  allowedIps: ['fd00::1/64', '10.9.9.9/8'],
}
const sameB: ResolvedPeer = { publicKey: b, endpoint, persistentKeepalive: 25, allowedIps: ['10.1.0.0/16'] }
const same = { privateKey, listenPort: 51820, fwmark: 7 }

/** Without the fields that say nothing. */
function changes(own: WireGuardConfiguration, ...peers: readonly ResolvedPeer[]) {
  const change = difference(device, own, peers)
  const { peers: changed, ...rest } = change ?? {}
  const said = Object.entries(rest).filter(([, value]) => value !== undefined)
  return change && { ...Object.fromEntries(said), ...(changed?.length ? { peers: changed } : {}) }
}

test('nothing differs', () => {
  assert.equal(changes(same, sameA, sameB), undefined)
  assert.equal(changes(same, sameB, sameA), undefined)
  // Any port will do, and an endpoint that is not named may stay.
  const { endpoint: _, ...unnamed } = sameA
  assert.equal(changes({ privateKey, fwmark: 7 }, { ...unnamed, endpoint: undefined }, sameB), undefined)
})

test('what belongs to the link', () => {
  const other = PrivateKey.generate()
  assert.deepEqual(changes({ ...same, privateKey: other }, sameA, sameB), { privateKey: other })
  assert.deepEqual(changes({ fwmark: 7 }, sameA, sameB), { privateKey: null })
  assert.deepEqual(changes({ ...same, listenPort: 1 }, sameA, sameB), { listenPort: 1 })
  assert.deepEqual(changes({ ...same, fwmark: 8 }, sameA, sameB), { fwmark: 8 })
  assert.deepEqual(changes({ privateKey }, sameA, sameB), { fwmark: null })
})

test('one field of a peer', () => {
  const peer = (wanted: Partial<ResolvedPeer>) => changes(same, { ...sameA, ...wanted }, sameB)?.peers
  const psk = PresharedKey.generate()
  const elsewhere = parseEndpoint('192.0.2.2:51820')
  assert.deepEqual(peer({ presharedKey: undefined }), [{ publicKey: a, presharedKey: null }])
  assert.deepEqual(peer({ presharedKey: psk }), [{ publicKey: a, presharedKey: psk }])
  assert.deepEqual(peer({ persistentKeepalive: undefined }), [{ publicKey: a, persistentKeepalive: null }])
  assert.deepEqual(peer({ persistentKeepalive: 5 }), [{ publicKey: a, persistentKeepalive: 5 }])
  assert.deepEqual(peer({ endpoint: elsewhere }), [{ publicKey: a, endpoint: elsewhere }])
})

test('allowed IPs', () => {
  const ofA = (...allowedIps: readonly string[]) => changes(same, { ...sameA, allowedIps }, sameB)?.peers
  assert.deepEqual(ofA('10.0.0.0/8', 'fd00::/64', '10.2.0.0/16'), [
    { publicKey: a, addAllowedIps: ['10.2.0.0/16'] },
  ])
  assert.deepEqual(ofA('10.0.0.0/8'), [{ publicKey: a, allowedIps: ['10.0.0.0/8'] }])
  assert.deepEqual(ofA(), [{ publicKey: a, allowedIps: [] }])
})

test('an allowed IP that another peer takes is not taken away first', () => {
  const moved = { ...sameB, allowedIps: ['10.1.0.0/16', 'fd00::/64'] }
  assert.deepEqual(changes(same, { ...sameA, allowedIps: ['10.0.0.0/8'] }, moved)?.peers, [
    { publicKey: b, addAllowedIps: ['fd00::/64'] },
  ])
})

test('of peers that list the same, the last has it, whatever is there', () => {
  const both = { ...sameB, allowedIps: ['10.1.0.0/16', 'fd00::/64'] }
  assert.deepEqual(changes(same, sameA, both)?.peers, [{ publicKey: b, addAllowedIps: ['fd00::/64'] }])
  assert.deepEqual(changes(same, both, sameA), undefined)
})

test('peers come and go', () => {
  assert.deepEqual(changes(same, sameB)?.peers, [{ publicKey: a, remove: true }])
  assert.deepEqual(changes(same)?.peers, [
    { publicKey: a, remove: true },
    { publicKey: b, remove: true },
  ])
  const fresh = { publicKey: c, presharedKey, endpoint, persistentKeepalive: 5, allowedIps: ['10.0.0.1/8'] }
  assert.deepEqual(changes(same, sameB, fresh)?.peers, [
    { publicKey: a, remove: true },
    { publicKey: c, presharedKey, endpoint, persistentKeepalive: 5, addAllowedIps: ['10.0.0.0/8'] },
  ])
})

test('the link’s own key is no peer', () => {
  const own = { publicKey: privateKey.publicKey(), endpoint: undefined }
  assert.equal(changes(same, sameA, sameB, own), undefined)
})
