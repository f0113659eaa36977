/** What the client of a Tier1 sends, and what it refuses to. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { deploy } from '#dist/sinfonia/tier1.js'
import { http, json, serve } from './raw-server.js'
import { ask, deployment, good, helloworld, key, path, rejects } from './tier1-request.js'

test('what is sent', async (t) => {
  const server = await serve(t, good)
  await ask(server.url)
  const [line, ...headers] = (server.requests[0] ?? '').toLowerCase().split('\r\n')
  assert.equal(line, `POST ${path} HTTP/1.1`.toLowerCase())
  assert.deepEqual(headers.sort(), [
    'accept: application/json',
    'connection: close',
    'content-length: 0',
    `host: 127.0.0.1:${server.port}`,
    'user-agent: sinfonia-tier3',
  ])
})

test('results, location and the address of the client are sent when given', async (t) => {
  const server = await serve(t, good)
  await ask(server.url, {
    results: 2,
    location: { latitude: 40.44, longitude: -79.95 },
    clientIp: '2001:DB8::1',
  })
  const request = server.requests[0] ?? ''
  assert.ok(request.startsWith(`POST ${path}?results=2 HTTP/1.1\r\n`), request)
  assert.match(request, /^x-location: 40.44,-79.95$/im)
  assert.match(request, /^x-clientip: 2001:db8::1$/im)
})

for (const [suffix, expected] of [
  ['', path],
  ['/', path],
  ['//', path],
  ['/sinfonia', `/sinfonia${path}`],
  ['/sinfonia/', `/sinfonia${path}`],
  ['/?token=a%20b', `${path}?token=a%20b`],
  ['/x/?token=a#b', `/x${path}?token=a`],
] as const) {
  test(`the Tier1 URL may end in "${suffix}"`, async (t) => {
    const server = await serve(t, good)
    await ask(server.url + suffix)
    assert.equal(server.requests[0]?.split(' ')[1], expected)
    await ask(new URL(server.url + suffix))
    assert.equal(server.requests[1]?.split(' ')[1], expected)
  })
}

test('an application is given by UUID in any case, or by alias', async (t) => {
  const server = await serve(t, json([{ ...deployment, UUID: '0123abcd-0000-4000-8000-00000000000f' }]))
  for (const text of ['0123ABCD-0000-4000-8000-00000000000F', '0123abcd00004000800000000000000f']) {
    await deploy(server.url, text, { key })
  }
  assert.equal(new Set(server.requests).size, 1)
  assert.ok(server.requests[0]?.includes('/0123abcd-0000-4000-8000-00000000000f/'))
  for (const text of ['', 'toString', '../x', '0123abcd-0000-4000-8000-00000000000', `${helloworld}/x`]) {
    await rejects(deploy(server.url, text, { key }), 'ERR_INVALID_ARGUMENT', /neither the UUID/)
  }
})

test('a % of credentials stands for itself where no two hexadecimal digits follow', async (t) => {
  const server = await serve(t, good)
  for (const [written, meant] of [
    ['me:100%', 'me:100%'],
    ['me:%zz%4', 'me:%zz%4'],
    ['me:%25', 'me:%'],
    ['mé:%C3%A9', 'mé:é'],
  ] as const) {
    await ask(`http://${written}@127.0.0.1:${server.port}`)
    await ask('http://tier1.test', { env: { http_proxy: `http://${written}@127.0.0.1:${server.port}` } })
    const header = `authorization: Basic ${Buffer.from(meant).toString('base64')}`
    const [direct = '', proxied = ''] = server.requests.splice(0)
    assert.ok(direct.includes(header) && proxied.includes(`proxy-${header}`), written)
  }
})

test('credentials of the URL become a header, and are never shown', async (t) => {
  const lines: string[] = []
  const server = await serve(t, http('401 UNAUTHORIZED', { 'Content-Type': 'text/plain' }, 'no'))
  const url = `http://me%40x:s%3Acret@127.0.0.1:${server.port}`
  const error = await rejects(
    ask(url, { debug: (line) => lines.push(line) }),
    'ERR_TIER1_REFUSED',
    /401 UNAUTHORIZED/,
  )
  assert.ok(server.requests[0]?.includes(`Basic ${Buffer.from('me@x:s:cret').toString('base64')}`))
  assert.doesNotMatch(lines.join() + shown(error), /cret|me%40|me@/)
  assert.equal(lines.length, 2)
  assert.match(lines[0] ?? '', /^POST http:\/\/127/)
  for (const wrong of ['me:secret@tier1.example', 'http://me:secret@', 'ftp://me:secret@tier1.example']) {
    const refused = await rejects(ask(wrong), 'ERR_TIER1_URL', /is not the URL of a Tier1/)
    assert.doesNotMatch(shown(refused), /secret/)
  }
})

for (const url of [
  '',
  'tier1.example',
  'localhost:80',
  '/x',
  'http:/x',
  'ftp://x',
  'file:///x',
  'http://',
  'http://a b',
  'http://a:99999',
]) {
  test(`no Tier1 URL: "${url}"`, async () => {
    const error = await rejects(ask(url), 'ERR_TIER1_URL', /is not the URL of a Tier1/)
    assert.match(error.remedy ?? '', /http/)
  })
}

test('options are checked before anything is sent', async (t) => {
  const server = await serve(t, good)
  for (const options of [
    { results: 0 },
    { results: 1.5 },
    { timeout: 0 },
    { timeout: Number.NaN },
    { timeout: 2 ** 31 },
    { connectTimeout: -1 },
    { clientIp: 'x' },
    { location: { latitude: 91, longitude: 0 } },
    { location: { latitude: Number.NaN, longitude: 0 } },
  ]) {
    await rejects(ask(server.url, options), 'ERR_INVALID_ARGUMENT', /./)
  }
  assert.equal(server.requests.length, 0)
})

function shown(error: Error): string {
  return inspect(error, { depth: null, showHidden: true })
}
