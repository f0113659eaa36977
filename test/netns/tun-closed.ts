/** Run by tun.test.ts where /dev/net is empty. */
import assert from 'node:assert/strict'
import { Network } from '#dist/network/network.js'
import { refusal } from './networks.js'

await using network = await Network.open()
const error = await refusal(network.links.create({ name: 't0', kind: 'tun', tun: { mode: 'tun' } }))
assert.deepEqual([error.code, error.subject, error.outcome], ['ERR_TUN', '/dev/net/tun', 'not-applied'])
assert.equal(error.message, 'cannot create the link t0: /dev/net/tun cannot be opened (ENOENT)')
assert.match(error.remedy ?? '', /modprobe tun/)
process.stdout.write('done\n')
