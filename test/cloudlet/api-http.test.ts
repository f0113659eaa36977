import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import { test } from 'node:test'
import { ApiServer } from '#dist/cloudlet/api/server.js'
import { assertProblem, startApi, zero } from './api-server.js'
import { clientKey } from './fakes.js'

test('other paths and methods', async (t) => {
  const { ask } = await startApi(t)
  for (const path of [
    '/',
    '/api',
    '/api/v1/',
    '/api/v2/cloudlets/',
    '//api/v1/cloudlets/',
    '/api/v1/cloudlets/x',
  ]) {
    assertProblem(await ask('GET', path), 404)
  }
  const key = clientKey().base64Url()
  for (const [method, path, allowed] of [
    ['DELETE', `/api/v1/deploy/${zero}/${key}`, 'POST, GET'],
    ['PUT', '/api/v1/cloudlets/', 'GET, POST'],
    ['POST', `/api/v1/recipe/${zero}/`, 'GET'],
    ['OPTIONS', '/api/v1/cloudlets/', 'GET, POST'],
  ] as const) {
    const answer = await ask(method, path)
    assertProblem(answer, 405)
    assert.equal(answer.headers.allow, allowed)
  }
})

test('HEAD is GET without the body', async (t) => {
  const { ask } = await startApi(t)
  const { text } = await ask('GET', '/api/v1/cloudlets/')
  const head = await ask('HEAD', '/api/v1/cloudlets/')
  assert.equal(head.status, 200)
  assert.equal(head.text, '')
  assert.equal(head.headers['content-length'], String(Buffer.byteLength(text)))
})

test('a web page cannot deploy', async (t) => {
  const { ask, deployer } = await startApi(t)
  const path = `/api/v1/deploy/${zero}/${clientKey().base64Url()}`
  for (const origin of ['https://example.com', 'http://127.0.0.1', 'null']) {
    assertProblem(await ask('POST', path, { headers: { origin } }), 403)
  }
  assert.equal(deployer.started.length, 0)
})

test('a body that is too large is not read to its end', async (t) => {
  const { ask } = await startApi(t)
  assertProblem(await ask('POST', '/api/v1/cloudlets/', { body: Buffer.alloc(65 * 1024) }), 413)
  const path = `/api/v1/deploy/${zero}/${clientKey().base64Url()}`
  assert.equal((await ask('POST', path, { body: 'nobody asked for a body' })).status, 200)
})

test('what is not HTTP, and what is too long, is refused, and the server lives on', async (t) => {
  const { port, ask } = await startApi(t)
  for (const text of [
    '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03',
    'GARBAGE\r\n\r\n',
    `GET /${'x'.repeat(70_000)} HTTP/1.1\r\n\r\n`,
  ]) {
    const socket = connect(port, '127.0.0.1').setEncoding('latin1')
    socket.on('error', () => {}) // The server may close before all is sent.
    socket.write(text, 'latin1')
    let answer = ''
    socket.on('data', (data) => {
      answer += data
    })
    await once(socket, 'close')
    assert.match(answer, /^HTTP\/1\.1 4\d\d .*/)
  }
  assert.equal((await ask('GET', '/api/v1/cloudlets/')).status, 200)
})

test('closing: what is being asked for gets its answer, and then the server is gone', async (t) => {
  const { ask, server, deployments, deployer, port } = await startApi(t)
  const begun = new Promise<void>((resolve) => {
    deployer.before = (_plan, signal) => {
      resolve()
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)))
    }
  })
  const asked = ask('POST', `/api/v1/deploy/${zero}/${clientKey().base64Url()}`)
  const idle = connect(port, '127.0.0.1').resume()
  await once(idle, 'connect')
  const idleClosed = once(idle, 'close')
  await begun
  server.refuse()
  await deployments.close()
  await Promise.all([server.close(), server.close()])
  assertProblem(await asked, 503, /the cloudlet stops/)
  await idleClosed
  await assert.rejects(ask('GET', '/api/v1/cloudlets/'), { code: 'ECONNREFUSED' })
})

test('closing does not wait for a client that left before its answer', async (t) => {
  const { ask, server, deployer, port } = await startApi(t)
  let goOn = () => {}
  const begun = new Promise<void>((resolve) => {
    deployer.before = () => {
      resolve()
      return new Promise((settle) => {
        goOn = settle
      })
    }
  })
  const client = connect(port, '127.0.0.1')
  client.write(`POST /api/v1/deploy/${zero}/${clientKey().base64Url()} HTTP/1.1\r\nHost: x\r\n\r\n`)
  await begun
  client.destroy()
  // Answered behind the end of the other connection.
  await ask('GET', '/api/v1/cloudlets/')
  goOn()
  await server.close()
})

test('closing does not wait for a client that does not send the body it has announced', async (t) => {
  const { server, port, lines } = await startApi(t)
  const client = connect(port, '127.0.0.1')
  client.on('error', () => {}) // It is cut off.
  client.write(
    'POST /api/v1/cloudlets/ HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\nExpect: 100-continue\r\n\r\n',
  )
  await once(client, 'data')
  await Promise.all([server.close(), once(client.resume(), 'close')])
  assert.doesNotMatch(lines.join('\n'), /Error/, 'a client that sends half a request is no error of ours')
})

test('closing does not wait for a client that does not read its answer', async (t) => {
  const answer = { status: 200, body: 'x'.repeat(32 << 20) }
  const server = new ApiServer([{ path: /./, methods: { GET: () => answer } }], () => {})
  t.after(() => server.close())
  const client = connect(await server.listen('127.0.0.1', 0), '127.0.0.1')
  client.on('error', () => {}) // It is cut off.
  client.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(client, 'data')
  client.pause()
  await server.close()
  client.destroy()
})
