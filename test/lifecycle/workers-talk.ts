/** Run by worker.test.ts: the main thread and four workers talk to the kernel at the same time. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { addon } from '#dist/addon/load.js'
import { Network } from '#dist/network/network.js'

async function talk(): Promise<number> {
  await using network = await Network.open()
  const [near, far] = addon().socketPair()
  let names = 0
  for (let i = 0; i < 50; i++) {
    const received = addon().receiveMessage(far, 100, 0)
    const links = await network.links.list()
    await addon().sendMessage(near, Buffer.from(links[0]?.name ?? ''), [])
    if ((await received).data.toString() === 'lo') names += 1
  }
  return names
}

if (isMainThread) {
  const workers = Array.from({ length: 4 }, () => new Worker(new URL(import.meta.url)))
  const answers = workers.map(async (worker) => (await once(worker, 'message'))[0])
  assert.deepEqual(await Promise.all([talk(), ...answers]), [50, 50, 50, 50, 50])
  process.stdout.write('done\n')
} else {
  parentPort?.postMessage(await talk())
}
