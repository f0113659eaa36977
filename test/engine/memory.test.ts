/** The engine's buffers are bounded: a transfer at full speed, and the most memory that it ever took. */
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { test } from 'node:test'
import { needs } from '../needs.js'
import { type End, openPair } from './end.js'

const bytes = 400_000_000
const streams = 4
/** MiB. Unbounded, as upstream has it, the same transfer takes 180 and more. */
const limit = 128

/** Runs inside: writes its share to the address that it is given. */
const sender = `
  const [address, port, size] = process.argv.slice(1)
  const socket = require('node:net').connect(Number(port), address)
  const chunk = Buffer.alloc(1 << 18)
  let left = Number(size)
  const write = () => {
    while (left > 0) {
      const part = chunk.subarray(0, Math.min(left, chunk.length))
      left -= part.length
      if (!socket.write(part)) return socket.once('drain', write)
    }
    socket.end()
  }
  socket.once('connect', write)
`

test('a transfer at full speed stays within its memory', async (t) => {
  if (!needs(t, 'addon', 'launcher', 'engine', 'userns', 'tun')) return
  const [server, client] = await openPair()
  await using _server = server
  await using _client = client
  const fd = await server.namespace.openSocket({ type: 'tcp', address: server.address, port: 0 })
  let received = 0
  const listener = createServer((socket: Socket) => socket.on('data', ({ length }) => (received += length)))
  await once(listener.listen({ fd }), 'listening')
  const { port } = listener.address() as { port: number }
  const share = String(bytes / streams)
  const senders = await Promise.all(
    Array.from({ length: streams }, () =>
      client.namespace.run(process.execPath, ['-e', sender, server.address, String(port), share]),
    ),
  )
  for (const application of senders) assert.equal((await application.exited).exitCode, 0)
  while (received < bytes) await new Promise((resolve) => setTimeout(resolve, 10))
  listener.close()
  for (const end of [server, client]) assert.ok(peak(end) < limit, `${peak(end)} MiB`)
  t.diagnostic(`peak: ${peak(server)} MiB receiving, ${peak(client)} MiB sending`)
})

function peak(end: End): number {
  const status = readFileSync(`/proc/${end.engine.pid}/status`, 'latin1')
  return Math.round(Number(/^VmHWM:\s*(\d+) kB/m.exec(status)?.[1]) / 1024)
}
