/** Links whose UDP socket is in one namespace, and which are configured in another. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { createInterface } from 'node:readline'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Network } from '#dist/network/network.js'
import { needs } from '../needs.js'
import { refusal } from '../netns/networks.js'
import { newPublicKey, wireguardNeeds, wireguardNetwork } from './wireguard-links.js'

test('the owner of a namespace configures a link that root made there, but not its UDP', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const owner = spawn(process.execPath, [fileURLToPath(new URL('wireguard-owner.js', import.meta.url))], {
    uid: 12345,
    gid: 12345,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  t.after(() => owner.kill())
  const lines = createInterface(owner.stdout)[Symbol.asyncIterator]()
  const path = String((await lines.next()).value)
  const namespace = openSync(path, 'r')
  await using here = await Network.open()
  await here.links.create({ name: 'wg0', kind: 'wireguard', namespace })
  // What was set where it was born must not keep the owner from the rest.
  await using there = await Network.open({ namespace })
  await there.wireguard.update('wg0', { listenPort: 4000 })
  const ended = once(owner, 'exit')
  owner.stdin.end('made\n')
  assert.equal((await lines.next()).value, 'done')
  assert.deepEqual(await ended, [0, null])
  closeSync(namespace)
})

test('a link that moves keeps what it has, and is configured where it is', async (t) => {
  if (!needs(t, ...wireguardNeeds)) return
  const { namespace, wireguard, network } = await wireguardNetwork(t)
  await using here = await Network.open()
  const privateKey = PrivateKey.generate()
  const publicKey = newPublicKey()
  await here.links.create({ name: 'mover', kind: 'wireguard' })
  const peers = [{ publicKey, allowedIps: ['10.0.0.0/8'] }]
  await here.wireguard.replace('mover', { privateKey, listenPort: 4321, peers })
  await here.links.move('mover', namespace.networkNamespace, { name: 'moved' })
  assert.equal((await refusal(here.wireguard.get('mover'))).code, 'ENODEV')

  const moved = await wireguard.get('moved', { privateKey: true })
  assert.ok(moved.privateKey?.equals(privateKey))
  assert.equal(moved.listenPort, 4321)
  assert.ok(moved.peers[0]?.publicKey.equals(publicKey))
  await wireguard.update('moved', { peers: [{ publicKey, persistentKeepalive: 3 }] })
  await network.links.set('moved', { up: true })
  assert.equal((await wireguard.get('moved')).peers[0]?.persistentKeepalive, 3)
  const names = (await wireguard.list()).map(({ name }) => name)
  assert.deepEqual(names.sort(), ['moved', 'wg0'])
})
