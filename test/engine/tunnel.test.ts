/** Packets go through: real namespaces, TUN devices, handshakes. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { End, openPair } from './end.js'

const rig = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const

for (const loopback of ['127.0.0.1', '[::1]']) {
  test(`packets go both ways over ${loopback}`, async (t) => {
    if (!needs(t, ...rig, ...(loopback === '[::1]' ? (['IPv6'] as const) : []))) return
    const [server, client] = await openPair(loopback)
    await using _server = server
    await using _client = client
    await exchange(client, server)
    const { peers } = await server.engine.get()
    assert.equal(peers.length, 1)
    assert.ok(peers[0]?.lastHandshake && peers[0].receivedBytes > 0n && peers[0].sentBytes > 0n)
  })
}

test('a packet as large as the MTU goes through, and one for nobody does not disturb', async (t) => {
  if (!needs(t, ...rig)) return
  const [server, client] = await openPair()
  await using _server = server
  await using _client = client
  const stray = await client.socket(0)
  await new Promise((resolve) => stray.send('to no peer', 7, '10.9.0.77', resolve))
  stray.close()
  await exchange(client, server, Buffer.alloc(1420 - 28, 'x'))
})

test('the peer moves to another port and is found there', async (t) => {
  if (!needs(t, ...rig)) return
  const [server, client] = await openPair()
  await using _server = server
  await using _client = client
  await exchange(client, server)
  const before = await server.port()
  await server.engine.set({
    privateKey: server.key,
    listenPort: 0,
    peers: [{ publicKey: client.key.publicKey(), allowedIps: ['10.9.0.2/32'] }],
  })
  const after = await server.port()
  assert.notEqual(after, before)
  await client.meet(server, `127.0.0.1:${after}`)
  await exchange(client, server)
})

test('a flood towards a peer that is not there yet does not keep the tunnel from coming up', async (t) => {
  if (!needs(t, ...rig)) return
  await using client = await End.open('10.9.0.2')
  await using server = await End.open('10.9.0.1')
  await client.meet(server, '127.0.0.1:9')
  const socket = await client.socket(0)
  const packet = Buffer.alloc(1392)
  for (let burst = 0; burst < 100; burst++) {
    await Promise.all(
      Array.from(
        { length: 100 },
        () => new Promise((resolve) => socket.send(packet, 9, '10.9.0.1', resolve)),
      ),
    )
  }
  socket.close()
  await server.meet(client)
  await client.meet(server, `127.0.0.1:${await server.port()}`)
  await exchange(client, server)
})

/** Sends from one end to the other and waits for the echo. */
async function exchange(from: End, to: End, message: Buffer = Buffer.from('hello')): Promise<void> {
  const [here, there] = [await from.socket(0), await to.socket(7777)]
  try {
    there.once('message', (received, { port, address }) => there.send(received, port, address))
    here.send(message, 7777, to.address)
    const [echo] = (await once(here, 'message')) as [Buffer]
    assert.deepEqual(echo, message)
  } finally {
    here.close()
    there.close()
  }
}
