/** Run by watch.test.ts: as somebody who may look at the network, but not change it. */
import assert from 'node:assert/strict'
import { addon } from '#dist/addon/load.js'
import { Network } from '#dist/network/network.js'

addon()
if (process.getuid?.() === 0) {
  process.setgroups?.([])
  process.setgid?.(65534)
  process.setuid?.(65534)
}
await using network = await Network.open()
const watch = network.watch(['link', 'address', 'route', 'rule', 'neighbour'])
await watch.ready
const waiting = watch.next()
watch.close()
assert.equal((await waiting).done, true)
process.stdout.write('done\n')
