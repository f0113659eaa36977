/** A running engine holds no privilege, no stray descriptor, and can open nothing. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { closeSync, readdirSync, readFileSync } from 'node:fs'
import { Socket } from 'node:net'
import { test } from 'node:test'
import { addon } from '#dist/addon/load.js'
import { needs } from '../needs.js'
import { End } from './end.js'

const rig = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const

test('no thread of it has a capability, can gain one, or is without the system call filter', async (t) => {
  if (!needs(t, ...rig)) return
  await using end = await End.open('10.9.0.1')
  await end.port()
  const threads = readdirSync(`/proc/${end.engine.pid}/task`)
  assert.ok(threads.length > 1)
  for (const thread of threads) {
    const status = readFileSync(`/proc/${end.engine.pid}/task/${thread}/status`, 'latin1')
    const fields = Object.fromEntries(status.split('\n').map((line) => line.split(/:\s*/, 2)))
    for (const set of ['CapInh', 'CapPrm', 'CapEff', 'CapAmb']) assert.match(fields[set], /^0+$/, set)
    assert.equal(fields['NoNewPrivs'], '1')
    assert.equal(fields['Seccomp'], '2')
  }
})

test('descriptors that a careless parent left open are closed', async (t) => {
  if (!needs(t, ...rig)) return
  const [ours, stray] = addon().socketPair()
  const [oursToo, strayToo] = addon().socketPair()
  await using end = await End.open('10.9.0.1', { stray: [stray, strayToo] })
  closeSync(stray)
  closeSync(strayToo)
  for (const fd of [ours, oursToo]) {
    const socket = new Socket({ fd, readable: true, writable: false }).resume()
    await once(socket, 'end')
    socket.destroy()
  }
  assert.ok((await end.port()) > 0)
})
