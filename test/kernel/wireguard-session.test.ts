/** Sessions of real handshakes, between two links of one namespace. */
import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import type { WireGuardConfiguration } from '#dist/wireguard/configuration.js'
import { needs } from '../needs.js'
import { newPublicKey, until, wireguardNeeds, wireguardNetwork } from './wireguard-links.js'

/** wg0 that talks to wg1, and has another peer. */
async function talkingPair(t: TestContext) {
  const tools = await wireguardNetwork(t)
  const { network, wireguard } = tools
  const [near, far] = [PrivateKey.generate(), PrivateKey.generate()]
  const presharedKey = PresharedKey.generate()
  const friend = {
    publicKey: far.publicKey(),
    presharedKey,
    endpoint: '127.0.0.1:4001',
    allowedIps: ['10.9.0.2/32'],
  }
  const other = { publicKey: newPublicKey(), allowedIps: ['10.0.0.0/8'] }
  const configuration = {
    privateKey: near,
    listenPort: 4000,
    peers: [{ ...friend, persistentKeepalive: 25 }, other],
  }
  await network.links.set('lo', { up: true })
  await network.links.create({ name: 'wg1', kind: 'wireguard', up: true })
  await network.links.set('wg0', { up: true })
  await wireguard.replace('wg1', {
    privateKey: far,
    listenPort: 4001,
    peers: [{ publicKey: near.publicKey(), presharedKey, allowedIps: ['10.9.0.1/32'] }],
  })
  // The keepalive begins the handshake at once.
  await wireguard.replace('wg0', configuration)
  const session = async () => {
    const { peers } = await wireguard.get('wg0')
    const peer = peers.find(({ publicKey }) => publicKey.equals(friend.publicKey))
    return peer?.lastHandshake && peer.sentBytes > 148n ? peer : undefined
  }
  const began = await until(session)
  return { ...tools, configuration, other, began, session }
}

test('a handshake is told with its time and its bytes, as wg does', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const start = Date.now()
  const { began, dump, wireguard } = await talkingPair(t)
  const happened = began.lastHandshake?.getTime() ?? 0
  assert.ok(happened >= start - 1000 && happened <= Date.now(), began.lastHandshake?.toISOString())
  const { peers } = await wireguard.get('wg0')
  const [, shown] = dump()
  assert.equal(shown?.[4], String(Math.floor(happened / 1000)))
  assert.deepEqual(shown.slice(5, 7), [String(peers[0]?.receivedBytes), String(peers[0]?.sentBytes)])
  assert.ok(began.receivedBytes >= 92n)
  // The other end has learnt where this one is.
  assert.deepEqual((await wireguard.get('wg1')).peers[0]?.endpoint, {
    kind: 'v4',
    host: '127.0.0.1',
    port: 4000,
  })
})

test('synchronise keeps the session of an unchanged peer, replace ends it', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, configuration, other, began, session, dump } = await talkingPair(t)
  const [friend] = configuration.peers
  assert.ok(friend)
  const another = newPublicKey()
  const changes: readonly WireGuardConfiguration[] = [
    configuration,
    { ...configuration, fwmark: 9 },
    { ...configuration, peers: [friend] },
    { ...configuration, peers: [{ publicKey: another, presharedKey: PresharedKey.generate() }, friend] },
    { ...configuration, peers: [friend, { ...other, persistentKeepalive: 7, allowedIps: ['10.3.0.0/16'] }] },
  ]
  for (const wanted of changes) {
    await wireguard.synchronise('wg0', wanted)
    const now = await session()
    assert.deepEqual(now?.lastHandshake, began.lastHandshake)
    assert.ok(now && now.sentBytes >= began.sentBytes && now.receivedBytes >= began.receivedBytes)
    assert.equal(dump().length - 1, wanted.peers?.length)
  }
  const last = dump()
  await wireguard.replace('wg0', changes.at(-1) ?? {})
  const { peers } = await wireguard.get('wg0')
  assert.notDeepEqual(peers[0]?.lastHandshake, began.lastHandshake)
  // But what is configured is the same.
  assert.deepEqual(dump()[2], last[2])
})

test('synchronise takes away a keepalive, a preshared key, an allowed IP and a mark', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, configuration, began, session, dump } = await talkingPair(t)
  const { privateKey, peers } = configuration
  const [friend] = peers
  assert.ok(friend)
  await wireguard.update('wg0', { fwmark: 9 })
  await wireguard.synchronise('wg0', { privateKey, peers: [{ publicKey: friend.publicKey }] })
  const [link, peer, ...rest] = dump()
  assert.deepEqual(link?.slice(2), ['4000', 'off'])
  assert.deepEqual(
    [peer?.[1], peer?.[2], peer?.[3], peer?.[7]],
    ['(none)', '127.0.0.1:4001', '(none)', 'off'],
  )
  assert.deepEqual(rest, [])
  assert.deepEqual((await session())?.lastHandshake, began.lastHandshake)
})

test('synchronise exchanges allowed IPs between peers', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard, dump } = await wireguardNetwork(t)
  const [a, b] = [newPublicKey(), newPublicKey()]
  const wanted = async (ofA: readonly string[], ofB: readonly string[]) => {
    await wireguard.synchronise('wg0', {
      peers: [
        { publicKey: a, allowedIps: ofA },
        { publicKey: b, allowedIps: ofB },
      ],
    })
    return dump()
      .slice(1)
      .map((fields) => (fields[3] ?? '').split(',').sort().join())
  }
  assert.deepEqual(await wanted(['10.0.0.1/8'], ['10.1.0.0/16']), ['10.0.0.0/8', '10.1.0.0/16'])
  assert.deepEqual(await wanted(['10.1.0.0/16'], ['10.0.0.0/8']), ['10.1.0.0/16', '10.0.0.0/8'])
  assert.deepEqual(await wanted([], ['10.0.0.0/8', '10.1.0.0/16']), ['(none)', '10.0.0.0/8,10.1.0.0/16'])
  assert.deepEqual(await wanted(['10.0.0.0/8'], ['10.2.0.0/16']), ['10.0.0.0/8', '10.2.0.0/16'])
  // The last that lists it has it, also when it is done again.
  for (const _ of [1, 2]) {
    assert.deepEqual(await wanted(['10.4.0.0/16'], ['10.4.0.0/16']), ['(none)', '10.4.0.0/16'])
  }
})

test('a peer with the link’s own key is ignored each time', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { wireguard } = await wireguardNetwork(t)
  const privateKey = PrivateKey.generate()
  const publicKey = newPublicKey()
  const configuration = { privateKey, peers: [{ publicKey: privateKey.publicKey() }, { publicKey }] }
  for (const method of ['replace', 'synchronise', 'synchronise'] as const) {
    await wireguard[method]('wg0', configuration)
    const { peers } = await wireguard.get('wg0')
    assert.deepEqual(
      peers.map((peer) => peer.publicKey.base64()),
      [publicKey.base64()],
    )
  }
})
