/** Run by garbage.test.ts with --expose-gc: what is dropped goes, what is under way settles. */
import assert from 'node:assert/strict'
import { closeSync, readdirSync, readlinkSync } from 'node:fs'
import { addon } from '#dist/addon/load.js'
import { Network } from '#dist/network/network.js'

const collect = globalThis.gc as () => void

/** Until the condition holds: finalizers run in turns of their own. */
async function until(condition: () => boolean, what: string): Promise<void> {
  const deadline = Date.now() + 30_000
  while (!condition()) {
    assert.ok(Date.now() < deadline, what)
    collect()
    await new Promise((resolve) => setImmediate(resolve))
  }
}

function netlinkSockets(): number {
  return readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith('socket:')
    } catch {
      return false
    }
  }).length
}

async function drop(): Promise<void> {
  const networks = await Promise.all(Array.from({ length: 20 }, () => Network.open()))
  await Promise.all(networks.map(({ links }) => links.list()))
}

const before = netlinkSockets()
await drop()
await until(() => netlinkSockets() === before, 'the sockets of dropped networks stay open')

// Requests whose network nobody holds any more.
const lists = Array.from({ length: 50 }, async () => (await Network.open()).links.list())
collect()
for (const list of await Promise.all(lists)) assert.equal(list[0]?.name, 'lo')
await until(() => netlinkSockets() === before, 'the sockets of answered requests stay open')

// Watches that nobody asks any more, and one whose event nobody but the kernel holds.
async function dropWatches(): Promise<void> {
  const network = await Network.open()
  const watches = Array.from({ length: 20 }, () => network.watch(['link', 'neighbour']))
  await Promise.all(watches.map(({ ready }) => ready))
}
await dropWatches()
await until(() => netlinkSockets() === before, 'the sockets of dropped watches stay open')
const watched = await Network.open()
const asked = watched.watch(['link'])
await asked.ready
const answer = asked.next().then(({ done }) => done)
collect()
asked.close()
assert.equal(await answer, true)
await watched.close()

// A receive whose promise nobody holds any more, and a peer that goes.
const [near, far] = addon().socketPair()
let received = 0
for (let i = 0; i < 5; i++)
  void addon()
    .receiveMessage(far, 100, 0)
    .then(() => received++)
collect()
closeSync(near)
await until(() => received === 5, 'receives were collected')
closeSync(far)

// Closed at once, and again and again.
for (let i = 0; i < 200; i++) await (await Network.open()).close()
assert.equal(netlinkSockets(), before)
process.stdout.write('done\n')
