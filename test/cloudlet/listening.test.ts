import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { type TestContext, test } from 'node:test'
import { parseListening, untilListening } from '#dist/cloudlet/backends/listening.js'
import { needs } from '../needs.js'

const header =
  '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode'

test('only sockets that listen on an address of the outside count', () => {
  const rows = [
    '   0: 00000000:0050 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100',
    '   1: 5000600A:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 2 1 0 100',
    '   2: 0100007F:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1 0 100',
    '   3: 3500007F:0017 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4 1 0 100',
    '   4: 5000600A:01BB 0200050A:C000 01 00000000:00000000 00:00000000 00000000     0        0 5 1 0 100',
  ]
  assert.deepEqual(parseListening([header, ...rows, ''].join('\n')), [80, 8080])
  const rows6 = [
    '   0: 00000000000000000000000000000000:0051 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 6',
    '   1: 00000000000000000000000001000000:0052 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 7',
    '   2: 0000000000000000FFFF00000100007F:0053 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 8',
    '   3: 0000000000000000FFFF00005000600A:0054 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 9',
    '   4: 100000FD0000960000000000500000FF:0055 00000000000000000000000000000000:0000 0A 0:0 0:0 0 0 0 9',
  ]
  assert.deepEqual(parseListening([header, ...rows6].join('\n')), [81, 84, 85])
  assert.deepEqual(parseListening(header), [])
  assert.deepEqual(parseListening(''), [])
})

async function listener(t: TestContext, host: string) {
  const server = createServer().listen(0, host)
  t.after(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

test('waits until every port listens', async (t) => {
  if (!needs(t, 'IPv6')) return
  const first = await listener(t, '0.0.0.0')
  const second = await listener(t, '127.0.0.1') // reserves the number; a loopback address does not count
  const waiting = untilListening(process.pid, [first, second], new AbortController().signal)
  const outside = createServer().listen({ port: second, host: '::', ipv6Only: true })
  t.after(() => outside.close())
  await Promise.all([waiting, once(outside, 'listening')])
  await untilListening(process.pid, [second], new AbortController().signal)
})

test('no ports: nothing to wait for', async () => {
  await untilListening(process.pid, [], new AbortController().signal)
})

test('ends with the signal’s reason', async () => {
  const controller = new AbortController()
  const waiting = untilListening(process.pid, [1], controller.signal)
  controller.abort(new Error('enough'))
  await assert.rejects(waiting, /enough/)
})
