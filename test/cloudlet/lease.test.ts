import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Lease } from '#dist/cloudlet/lease.js'
import { FakeClock } from './fakes.js'

function start(duration = 300) {
  const clock = new FakeClock()
  const peer: { handshake?: Date; error?: Error; asked: number } = { asked: 0 }
  const expired: unknown[] = []
  const lease = new Lease({
    duration: duration * 1000,
    clock,
    onExpired: (error) => expired.push(error ?? 'idle'),
    lastHandshake: async () => {
      peer.asked++
      if (peer.error) throw peer.error
      return peer.handshake
    },
  })
  return { clock, peer, expired, lease }
}

test('runs out where there never was a handshake', async () => {
  const { clock, expired } = start()
  await clock.pass(299)
  assert.deepEqual(expired, [])
  await clock.pass(1)
  assert.deepEqual(expired, ['idle'])
  await clock.pass(1000)
  assert.deepEqual(expired, ['idle'], 'once')
  assert.equal(clock.timers, 0)
})

test('a handshake prolongs it by its whole duration', async () => {
  const { clock, peer, expired } = start()
  await clock.pass(200)
  peer.handshake = new Date(clock.now())
  await clock.pass(299)
  assert.deepEqual(expired, [])
  await clock.pass(1)
  assert.deepEqual(expired, ['idle'])
})

test('lives as long as there are handshakes, and looks no more often than it must', async () => {
  const { clock, peer, expired } = start()
  for (let minute = 0; minute < 120; minute++) {
    peer.handshake = new Date(clock.now())
    await clock.pass(60)
  }
  assert.deepEqual(expired, [])
  assert.ok(peer.asked <= 7200 / 240 + 1, `asked ${peer.asked} times in two hours`)
  await clock.pass(300)
  assert.deepEqual(expired, ['idle'])
})

test('a request renews it', async () => {
  const { clock, lease, expired } = start()
  await clock.pass(299)
  lease.renew()
  await clock.pass(299)
  assert.deepEqual(expired, [])
  await clock.pass(1)
  assert.deepEqual(expired, ['idle'])
})

test('an old handshake does not take away what a request gave', async () => {
  const { clock, lease, peer, expired } = start()
  peer.handshake = new Date(clock.now())
  await clock.pass(200)
  lease.renew()
  await clock.pass(299)
  assert.deepEqual(expired, [])
})

test('ended: nothing is called and no timer is left, also while it looks', async () => {
  const { clock, lease, expired } = start()
  lease.end()
  assert.equal(clock.timers, 0)
  await clock.pass(1000)
  const looking = start(1)
  const passing = looking.clock.pass(1)
  looking.lease.end()
  await passing
  assert.deepEqual([...expired, ...looking.expired], [])
  assert.equal(looking.clock.timers, 0)
})

test('a tunnel that cannot be asked ends it with the error', async () => {
  const { clock, peer, expired } = start()
  peer.error = new Error('the engine is gone')
  await clock.pass(300)
  assert.deepEqual(expired, [peer.error])
})

test('a clock that is set back prolongs it by its duration at most', async () => {
  const { clock, lease, expired } = start()
  lease.renew()
  clock.set(-10_000)
  await clock.pass(10_000 + 300 + 300)
  assert.deepEqual(expired, ['idle'])
})
