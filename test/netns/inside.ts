/** Run by rules.test.ts and route-lookup.test.ts as root of a new user namespace, the one that owns the network. */
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { Network } from '#dist/network/network.js'

await using network = await Network.open()
const uidRange = { start: 0, end: 0 }
await network.rules.add({ priority: 7, uidRange, table: 7 })
const [, rule] = await network.rules.list({ version: 4 })
assert.deepEqual(rule?.uidRange, uidRange)
const [, told] = JSON.parse(spawnSync('ip', ['-json', 'rule'], { encoding: 'utf8' }).stdout)
assert.deepEqual(told, { priority: 7, src: 'all', uid_start: 0, uid_end: 0, table: '7' })
await network.links.set('lo', { up: true })
await network.routes.add({ to: '10.0.0.0/8', link: 'lo' })
await network.routes.add({ to: '10.0.0.0/8', type: 'local', link: 'lo', table: 7 })
for (const [uid, table] of [
  [0, 7],
  [1, 254],
] as const) {
  assert.equal((await network.routes.lookUp('10.0.0.1', { uid })).table, table)
}
await network.rules.delete({ uidRange })
assert.equal((await network.rules.list({ version: 4 })).length, 3)
process.stdout.write('done\n')
