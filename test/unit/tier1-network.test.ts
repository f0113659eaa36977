/** The client of a Tier1 where the network is at fault: time, TLS, proxies, and the caller who gives up. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { createServer as createTlsServer } from 'node:tls'
import { type Answer, closedPort, http, json, serve } from './raw-server.js'
import { ask, deployment, good, helloworld, key, path, rejects } from './tier1-request.js'

const fixtures = join(import.meta.dirname, '../../../test/fixtures/tls')
const certificateFile = join(fixtures, 'certificate.pem')
const tlsOptions = { cert: readFileSync(certificateFile), key: readFileSync(join(fixtures, 'key.pem')) }

test('a server that never answers', async (t) => {
  const server = await serve(t, () => {})
  const began = performance.now()
  const message = /took the connection, but did not answer within 1 s/
  const error = await rejects(ask(server.url, { timeout: 1000 }), 'ERR_TIER1_TIMEOUT', message)
  const took = performance.now() - began
  assert.ok(took > 990 && took < 10_000, `${took}`)
  assert.equal(error.outcome, 'unknown')
})

test('a server that trickles', async (t) => {
  const server = await serve(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n')
    const timer = setInterval(() => socket.write(' '), 5)
    socket.on('close', () => clearInterval(timer))
  })
  const message = /still not complete after 1 s \(\d+ bytes came\)/
  await rejects(ask(server.url, { timeout: 1000 }), 'ERR_TIER1_TIMEOUT', message)
})

test('the time is for all redirects together', async (t) => {
  const slow = await serve(t, () => {})
  const server = await serve(t, http('307 Elsewhere', { Location: slow.url }))
  await rejects(ask(server.url, { timeout: 1000 }), 'ERR_TIER1_TIMEOUT', /did not answer within 1 s/)
})

test('a connection that does not come to stand', async (t) => {
  const port = await listen(t, createServer().on('connection', destroyLater(t)))
  const message = /127.0.0.1:\d+ did not take a connection within 0.2 s/
  const request = ask(`https://127.0.0.1:${port}`, { connectTimeout: 200 })
  const { outcome, remedy } = await rejects(request, 'ERR_TIER1_TIMEOUT', message)
  assert.equal(outcome, 'not-applied')
  assert.doesNotMatch(remedy ?? '', /time/, 'no option of the command gives a connection more of it')
})

test('abort: before, while connecting, while waiting, while reading', async (t) => {
  const never = await serve(t, () => {})
  const before = AbortSignal.abort(new Error('for a reason'))
  const error = await rejects(ask(never.url, { signal: before }), 'ERR_ABORTED', /was aborted/)
  assert.equal((error.cause as Error).message, 'for a reason')
  assert.equal(never.requests.length, 0)
  const connecting = new AbortController()
  const port = await listen(
    t,
    createServer()
      .on('connection', () => connecting.abort())
      .on('connection', destroyLater(t)),
  )
  await rejects(ask(`https://127.0.0.1:${port}`, { signal: connecting.signal }), 'ERR_ABORTED', /was aborted/)
  const waiting = new AbortController()
  const waits = await serve(t, () => waiting.abort())
  await rejects(ask(waits.url, { signal: waiting.signal }), 'ERR_ABORTED', /was aborted/)
  const reading = new AbortController()
  const reads = await serve(t, (socket) => socket.write('HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n['))
  const debug = () => setTimeout(() => reading.abort(), 50)
  await rejects(ask(reads.url, { signal: reading.signal, debug }), 'ERR_ABORTED', /was aborted/)
})

test('the connection is closed after every end', async (t) => {
  const closed: Promise<unknown>[] = []
  const keepOpen =
    (text: string): Answer =>
    (socket) => {
      closed.push(once(socket, 'close'))
      socket.write(text)
    }
  const head = 'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n'
  const quick = await serve(t, keepOpen(`${head}[]`))
  const slow = await serve(t, keepOpen(head))
  await rejects(ask(quick.url), 'ERR_TIER1_ANSWER', /empty list/)
  await rejects(ask(slow.url, { timeout: 100 }), 'ERR_TIER1_TIMEOUT', /still not complete/)
  assert.equal(closed.length, 2)
  await Promise.all(closed)
})

test('TLS: a certificate that nobody vouches for', async (t) => {
  const port = await listen(t, createTlsServer(tlsOptions))
  const message = /certificate of 127.0.0.1:\d+ cannot be trusted: .* \(DEPTH_ZERO_SELF_SIGNED_CERT\)/
  const error = await rejects(ask(`https://127.0.0.1:${port}`), 'ERR_TIER1_UNREACHABLE', message)
  assert.match(error.remedy ?? '', /NODE_EXTRA_CA_CERTS/)
})

test('TLS: a server without it', async (t) => {
  const answer = 'HTTP/1.1 400 Bad Request\r\n\r\n'
  const port = await listen(
    t,
    createServer((socket) => socket.once('data', () => socket.end(answer))),
  )
  const error = await rejects(
    ask(`https://127.0.0.1:${port}`),
    'ERR_TIER1_UNREACHABLE',
    /cannot agree on TLS/,
  )
  assert.match(error.remedy ?? '', /http:\/\//)
})

test('TLS: a server that wants it', async (t) => {
  const port = await listen(t, createTlsServer(tlsOptions))
  const error = await rejects(
    ask(`http://127.0.0.1:${port}`),
    'ERR_TIER1_UNREACHABLE',
    /closed the connection/,
  )
  assert.match(error.remedy ?? '', /https:\/\//)
})

test('a proxy is told the whole URL of a server without TLS', async (t) => {
  const proxy = await serve(t, good)
  const lines: string[] = []
  const env = { http_proxy: `http://me:secret@127.0.0.1:${proxy.port}` }
  await ask('http://tier1.test:81/x', { env, debug: (line) => lines.push(line) })
  const request = proxy.requests[0] ?? ''
  assert.ok(request.startsWith(`POST http://tier1.test:81/x${path} HTTP/1.1\r\n`), request)
  assert.match(request, /^host: tier1.test:81$/im)
  assert.ok(request.includes(`proxy-authorization: Basic ${Buffer.from('me:secret').toString('base64')}`))
  assert.match(lines[0] ?? '', new RegExp(` through http://127.0.0.1:${proxy.port}$`))
})

test('a proxy that refuses', async (t) => {
  const proxy = await serve(
    t,
    http('407 Proxy Authentication Required', { 'Content-Type': 'text/plain' }, 'no'),
  )
  const env = { all_proxy: proxy.url }
  await rejects(
    ask('http://tier1.test', { env }),
    'ERR_TIER1_REFUSED',
    /407 .*The proxy wants a user and password/,
  )
  const error = await rejects(
    ask('https://tier1.test', { env }),
    'ERR_TIER1_UNREACHABLE',
    /the proxy 127.* refused .*407/,
  )
  assert.match(error.remedy ?? '', /user:password/)
  assert.match(proxy.requests[1] ?? '', /^CONNECT tier1.test:443 HTTP/)
})

test('a failure shows the whole URL: a wrong prefix can be seen', async () => {
  const url = `http://127.0.0.1:${await closedPort()}/wrong`
  const message = new RegExp(`^Tier1 at ${url}${path} cannot be reached: nothing listens`)
  await rejects(ask(url), 'ERR_TIER1_UNREACHABLE', message)
})

test('a proxy that is not there', async () => {
  const env = { all_proxy: `127.0.0.1:${await closedPort()}` }
  for (const url of ['http://tier1.test', 'https://tier1.test']) {
    await rejects(ask(url, { env }), 'ERR_TIER1_UNREACHABLE', /nothing listens at the proxy 127.0.0.1:\d+/)
  }
})

test('a proxy that never makes the tunnel', async (t) => {
  const proxy = await serve(t, () => {})
  const request = ask('https://tier1.test', { env: { https_proxy: proxy.url }, connectTimeout: 200 })
  await rejects(
    request,
    'ERR_TIER1_TIMEOUT',
    /the proxy 127.0.0.1:\d+ did not take a connection within 0.2 s/,
  )
})

test('a proxy makes a tunnel to a server with TLS', async (t) => {
  const body = JSON.stringify([deployment])
  const head = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`
  const heard: string[] = []
  const secure = createTlsServer(tlsOptions, (socket) => {
    socket.once('data', (data) => {
      heard.push(String(data))
      socket.end(head + body)
    })
  })
  const port = await listen(t, secure)
  const proxy = await serve(t, (socket) => {
    const onward = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
  })
  const untrusted = ask('https://tier1.test', { env: { https_proxy: proxy.url } })
  await rejects(untrusted, 'ERR_TIER1_UNREACHABLE', /certificate/)
  const printed = await askInOwnProcess(proxy.url.replace('//', '//me:secret@'))
  assert.deepEqual(JSON.parse(printed), ['192.0.2.1'])
  assert.match(proxy.requests[1] ?? '', /^CONNECT tier1.test:443 HTTP/)
  assert.ok(proxy.requests[1]?.includes(`Basic ${Buffer.from('me:secret').toString('base64')}`))
  assert.match(heard[0] ?? '', new RegExp(`^POST ${path} HTTP/1.1`))
  assert.doesNotMatch(heard[0] ?? '', /proxy/i)
})

test('neither the tunnel through a proxy nor the answer behind it has a time of undici’s own', async (t) => {
  const proxy = await serve(t, (socket, head) => {
    const onward = connect(Number(/:(\d+) HTTP/.exec(head)?.[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      socket.pipe(onward).pipe(socket)
    })
    onward.on('error', () => socket.destroy())
  })
  const body = JSON.stringify([deployment])
  const script = `
    import { readFileSync } from 'node:fs'
    import { createServer } from 'node:tls'
    import timers from 'undici/lib/util/timers.js'
    import { deploy } from '#dist/sinfonia/tier1.js'
    import { PublicKey } from '#dist/keys/public-key.js'
    const hour = () => [1, 2].forEach(() => timers.tick(3_600_000))
    const [cert, key] = ['certificate.pem', 'key.pem'].map((name) => readFileSync('${fixtures}/' + name))
    const server = createServer({ cert, key }, (socket) => socket.once('data', () => {
      hour()
      socket.write('HTTP/1.1 200 OK\\r\\nContent-Type: application/json\\r\\nContent-Length: ${body.length}\\r\\n\\r\\n', () => {
        setImmediate(() => { hour(); socket.end('${body}') })
      })
    }))
    server.on('connection', hour).listen(0, '127.0.0.1', async () => {
      const options = { key: PublicKey.fromBase64('${key.base64()}'), env: { https_proxy: '${proxy.url}' } }
      const url = 'https://tier1.test:' + server.address().port
      const found = await deploy(url, '${helloworld}', { ...options, timeout: 2 ** 31 - 1 })
      console.log(found.length)
      server.close()
    })`
  assert.equal(await run(script, { NODE_EXTRA_CA_CERTS: certificateFile }), '1\n')
})

test('undici is loaded by the parts that are needed', async (t) => {
  const server = await serve(t, json([]))
  const script = `
    import { createRequire } from 'node:module'
    const { deploy } = await import('#dist/sinfonia/tier1.js')
    const { PublicKey } = await import('#dist/keys/public-key.js')
    const { cache } = createRequire(import.meta.url)
    const before = Object.keys(cache).length
    const error = await deploy('${server.url}', 'helloworld', { key: PublicKey.fromBase64('${key.base64()}') }).catch((e) => e)
    const files = Object.keys(cache).filter((file) => file.includes('/undici/'))
    console.log(JSON.stringify([before, error.code, files.length < 30, files.some((file) => file.endsWith('/undici/index.js'))]))
  `
  assert.deepEqual(JSON.parse(await run(script, {})), [0, 'ERR_TIER1_ANSWER', true, false])
})

/** Which authorities are trusted is settled when Node starts. */
function askInOwnProcess(proxy: string): Promise<string> {
  const script = `
    import { deploy } from '#dist/sinfonia/tier1.js'
    import { PublicKey } from '#dist/keys/public-key.js'
    const key = PublicKey.fromBase64('${key.base64()}')
    const found = await deploy('https://tier1.test', '${helloworld}', { key, env: { https_proxy: '${proxy}' } })
    console.log(JSON.stringify(found.map(({ tunnel }) => tunnel.endpoint.host)))
  `
  return run(script, { NODE_EXTRA_CA_CERTS: certificateFile })
}

async function run(script: string, env: Record<string, string>): Promise<string> {
  const child = spawn(process.execPath, ['--input-type=module', '-e', script], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let text = ''
  child.stdout.on('data', (chunk) => {
    text += chunk
  })
  assert.deepEqual(await once(child, 'close'), [0, null])
  return text
}

async function listen(t: TestContext, server: Server): Promise<number> {
  server.on('tlsClientError', () => {})
  server.listen(0, '127.0.0.1')
  t.after(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

function destroyLater(t: TestContext) {
  return (socket: { destroy(): unknown; on(event: 'error', listener: () => void): unknown }) => {
    socket.on('error', () => {})
    t.after(() => socket.destroy())
  }
}
