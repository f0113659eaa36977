/** Run by wireguard-namespaces.test.ts as an ordinary user: configures a link that root makes in this user's namespace. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { PresharedKey } from '#dist/keys/preshared-key.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { Namespace } from '#dist/namespace/namespace.js'
import { Network } from '#dist/network/network.js'
import { refusal } from '../netns/networks.js'
import { newPublicKey } from './wireguard-links.js'

const namespace = await Namespace.create()
const network = await Network.open({
  socket: namespace.takeRouteSocket(),
  genericSocket: namespace.takeGenericSocket(),
})
process.stdout.write(`/proc/${namespace.pid}/ns/net\n`)
await once(process.stdin, 'data')

const { wireguard } = network
const privateKey = PrivateKey.generate()
const peer = {
  publicKey: newPublicKey(),
  presharedKey: PresharedKey.generate(),
  endpoint: '192.0.2.1:51820',
  persistentKeepalive: 25,
  allowedIps: ['0.0.0.0/0', '::/0'],
}
await wireguard.replace('wg0', { privateKey, peers: [peer] })
const device = await wireguard.get('wg0', { privateKey: true })
assert.ok(device.privateKey?.equals(privateKey))
const [first] = device.peers
assert.ok(first?.presharedKey?.equals(peer.presharedKey))
assert.equal(first?.allowedIps.length, 2)

for (const change of [{ listenPort: 4001 }, { fwmark: 1 }, { listenPort: null }]) {
  const error = await refusal(wireguard.update('wg0', { ...change, privateKey: null }))
  assert.equal(error.code, 'EPERM')
  assert.equal(error.outcome, 'not-applied')
  assert.match(
    error.message,
    /^cannot configure the WireGuard link wg0: the listen port and the fwmark take CAP_NET_ADMIN over the network namespace in which the link was created/,
  )
  assert.match(error.remedy ?? '', /^Leave both out/)
}
const after = await wireguard.get('wg0', { privateKey: true })
assert.ok(after.privateKey?.equals(privateKey))
assert.equal(after.listenPort, 4000)
assert.equal((await refusal(wireguard.replace('wg0', { privateKey, fwmark: 3 }))).code, 'EPERM')

// Without a change to its UDP, synchronising needs nothing of where it was born.
await wireguard.synchronise('wg0', {
  privateKey,
  listenPort: 4000,
  peers: [{ ...peer, persistentKeepalive: 26 }],
})
assert.equal((await wireguard.get('wg0')).peers[0]?.persistentKeepalive, 26)

// In the namespace that is not his, he may not even look.
await using host = await Network.open()
await refusedForLackOfRights(host.wireguard.get('lo'))
await refusedForLackOfRights(host.wireguard.update('lo', { listenPort: 1 }))
await network.close()
await namespace.close()
process.stdout.write('done\n')

async function refusedForLackOfRights(operation: Promise<unknown>): Promise<void> {
  const error = await refusal(operation)
  assert.equal(error.code, 'EPERM')
  assert.match(error.message, /: it takes CAP_NET_ADMIN over the network namespace$/)
}
