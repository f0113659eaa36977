/** Run by wireguard-userspace.test.ts as root of new user, network and mount namespaces. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { Network } from '#dist/network/network.js'

assert.equal(spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', '/run']).status, 0)
mkdirSync('/run/wireguard')
const server = createServer((socket) => socket.once('data', () => socket.end('fwmark=7\nerrno=0\n\n')))
server.listen('/run/wireguard/wg7.sock')
await once(server, 'listening')
const marks = async (options: Parameters<typeof Network.open>[0]) => {
  await using network = await Network.open(options)
  return (await network.wireguard.list()).map(({ name, index, fwmark }) => [name, index, fwmark])
}
const expected = [['wg7', 0, 7]]
assert.deepEqual(await marks({}), expected)
assert.deepEqual(await marks({ wireguardSockets: false }), [])
assert.deepEqual(await marks({ namespacePath: '/proc/self/ns/net' }), [])
assert.deepEqual(
  await marks({ namespacePath: '/proc/self/ns/net', wireguardSockets: '/run/wireguard' }),
  expected,
)
// One without a link here is found again by what list() told of it.
await using own = await Network.open()
const [device] = await own.wireguard.list()
assert.ok(device)
assert.equal((await own.wireguard.get(device)).fwmark, 7)
server.close()
process.stdout.write('done\n')
