/** Run by open.test.ts: as somebody who may look at the network, but not change it. */
import assert from 'node:assert/strict'
import { addon } from '#dist/addon/load.js'
import { Network } from '#dist/network/network.js'
import { refusal } from './networks.js'

addon()
if (process.getuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(65534)
  process.setuid?.(65534)
}
await using network = await Network.open()
const { links, addresses, routes } = network
for (const attempt of [
  () => links.create({ name: 'b', kind: 'bridge' }),
  () => links.set('lo', { mtu: 1500 }),
  () => links.delete('lo'),
  () => addresses.add('lo', '127.0.0.9/8'),
  () => routes.add({ to: '10.123.0.0/16', link: 'lo' }),
]) {
  const error = await refusal(attempt)
  assert.equal(error.code, 'EPERM')
  assert.match(error.message, /^cannot .*: it takes CAP_NET_ADMIN over the network namespace/)
  assert.equal(error.remedy, 'Run it as root, or in a network namespace of your own.')
  assert.equal(error.outcome, 'not-applied')
}
const entering = await refusal(Network.open({ namespacePath: '/proc/self/ns/net' }))
assert.equal(entering.code, 'EPERM')
assert.match(entering.message, /CAP_SYS_ADMIN over the namespace to enter it$/)
process.stdout.write('done\n')
