import assert from 'node:assert/strict'
import { createSocket } from 'node:dgram'
import { Resolver } from 'node:dns/promises'
import { once } from 'node:events'
import { connect } from 'node:net'
import { type TestContext, test } from 'node:test'
import dns from 'dns-packet'
import { DnsServer } from '#dist/cloudlet/dns/server.js'
import { Zone } from '#dist/cloudlet/dns/zone.js'
import { needs } from '../needs.js'

const name = 'helloworld.quiet-harbor.svc.cluster.local'

async function start(t: TestContext, addresses = ['10.96.0.80', 'fd00:10:96::50'], host = '127.0.0.1') {
  const zone = new Zone()
  zone.add(name, addresses)
  const server = new DnsServer(zone)
  t.after(() => server.close())
  const port = await server.listen({ host, port: 0 })
  const resolver = new Resolver({ timeout: 5000, tries: 1 })
  resolver.setServers([host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`])
  return { server, port, resolver }
}

function tcpQuery(id: number): Buffer {
  return dns.streamEncode({ type: 'query', id, questions: [{ name, type: 'A' }] })
}

test('a resolver finds addresses, names of addresses, and what is not there', async (t) => {
  const { resolver } = await start(t)
  assert.deepEqual(await resolver.resolve4(name), ['10.96.0.80'])
  assert.deepEqual(await resolver.resolve6(name), ['fd00:10:96::50'])
  assert.deepEqual(await resolver.reverse('10.96.0.80'), [name])
  await assert.rejects(resolver.resolve4(`nobody.${name}`), { code: 'ENOTFOUND' })
  await assert.rejects(resolver.resolve4('example.com'), { code: 'ENOTFOUND' })
  await assert.rejects(resolver.resolveTxt(name), { code: 'ENODATA' })
})

test('over IPv6 too', async (t) => {
  if (!needs(t, 'IPv6')) return
  const { resolver } = await start(t, ['10.96.0.80'], '::1')
  assert.deepEqual(await resolver.resolve4(name), ['10.96.0.80'])
})

test('a resolver gets by TCP what no datagram holds', async (t) => {
  const addresses = Array.from({ length: 200 }, (_, index) => `10.0.0.${index}`)
  const { resolver } = await start(t, addresses)
  assert.equal((await resolver.resolve4(name)).length, 200)
})

test('TCP: many queries in one piece, one query in many pieces', async (t) => {
  const { port } = await start(t)
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  socket.setNoDelay(true)
  socket.write(Buffer.concat([tcpQuery(1), tcpQuery(2)]))
  for (const byte of tcpQuery(3)) socket.write(Buffer.from([byte]))
  let received = Buffer.alloc(0)
  const ids: (number | undefined)[] = []
  for await (const data of socket) {
    received = Buffer.concat([received, data])
    while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
      const size = 2 + received.readUInt16BE(0)
      ids.push(dns.decode(received.subarray(2, size)).id)
      received = received.subarray(size)
    }
    if (ids.length === 3) break
  }
  assert.deepEqual(ids, [1, 2, 3])
})

test('TCP: what is no query ends the connection', async (t) => {
  const { port } = await start(t)
  const socket = connect(port, '127.0.0.1')
  socket.resume().end(Buffer.from([0, 3, 1, 2, 3]))
  await once(socket, 'close')
})

test('a hostile datagram leaves the server answering', async (t) => {
  const { port, resolver } = await start(t)
  const socket = createSocket('udp4')
  t.after(() => socket.close())
  for (const message of [Buffer.alloc(0), Buffer.alloc(5), Buffer.alloc(1400, 0xc0), Buffer.alloc(512, 1)]) {
    await new Promise((resolve) => socket.send(message, port, '127.0.0.1', resolve))
  }
  assert.deepEqual(await resolver.resolve4(name), ['10.96.0.80'])
})

test('closed twice, with a connection open: both ends are gone', async (t) => {
  const { server, port } = await start(t)
  const socket = connect(port, '127.0.0.1').resume()
  await once(socket, 'connect')
  const ended = once(socket, 'close')
  await Promise.all([server.close(), server.close()])
  await ended
  const again = connect(port, '127.0.0.1')
  await assert.rejects(once(again, 'connect'), { code: 'ECONNREFUSED' })
})
