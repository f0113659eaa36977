/** What ends an engine, what does not, and that nothing is left of it. */
import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { End } from './end.js'
import { until } from './until.js'

const rig = ['addon', 'launcher', 'engine', 'userns', 'tun'] as const

test('the end of the UAPI socket ends it', async (t) => {
  if (!needs(t, ...rig)) return
  const end = await End.open('10.9.0.1')
  assert.deepEqual(await end.close(), { code: 0, signal: null })
})

test('the end of the TUN device ends it, with a word', async (t) => {
  if (!needs(t, ...rig)) return
  await using end = await End.open('10.9.0.1')
  end.engine.readLog()
  await end.port()
  await end.network.links.delete(end.tunName)
  assert.deepEqual(await end.engine.exited, { code: 1, signal: null })
  assert.equal(await end.engine.line(/gone/), 'error: the TUN device has gone')
})

test('signals of the terminal, of a shutdown and of the kill command do not end it', async (t) => {
  if (!needs(t, ...rig)) return
  const end = await End.open('10.9.0.1')
  await end.port()
  for (const signal of [
    'SIGINT',
    'SIGQUIT',
    'SIGHUP',
    'SIGTERM',
    'SIGTSTP',
    'SIGPIPE',
    'SIGUSR1',
    'SIGUSR2',
  ] as const) {
    end.engine.process.kill(signal)
    assert.ok((await end.port()) > 0, `alive after ${signal}`)
  }
  assert.deepEqual(await end.close(), { code: 0, signal: null })
})

test('nothing is left of one that was killed: no process, no link, no port', async (t) => {
  if (!needs(t, ...rig)) return
  await using end = await End.open('10.9.0.1')
  const port = await end.port()
  end.engine.process.kill('SIGKILL')
  assert.deepEqual(await end.engine.exited, { code: null, signal: 'SIGKILL' })
  assert.ok(!existsSync(`/proc/${end.engine.pid}`))
  await until(async () => (await end.network.links.list()).every(({ name }) => name !== end.tunName))
  const socket = createSocket('udp4').bind(port)
  await once(socket, 'listening')
  socket.close()
})
