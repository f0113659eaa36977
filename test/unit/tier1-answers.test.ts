/** The client of a Tier1 against every kind of answer. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getRecipe, listCloudlets } from '#dist/sinfonia/tier1.js'
import { type Answer, closedPort, fixed, http, json, serve } from './raw-server.js'
import { ask, deployment, failure, good, path, rejects } from './tier1-request.js'

const html = { 'Content-Type': 'text/html; charset=utf-8' }
const plainJson = { 'Content-Type': 'application/json' }
const answers: readonly [name: string, answer: Answer, code: string, message: RegExp][] = [
  [
    'no type',
    http('200 OK', {}, '[]'),
    'ERR_TIER1_ANSWER',
    /200 OK with no type in place of application\/json: "\[\]"/,
  ],
  [
    'a type that only begins like JSON',
    http('200 OK', { 'Content-Type': 'application/jsonp' }, '[]'),
    'ERR_TIER1_ANSWER',
    /jsonp/,
  ],
  ['nothing', http('200 OK', plainJson), 'ERR_TIER1_ANSWER', /200 OK without any content/],
  [
    'a terminal escape',
    http('200 OK', plainJson, '\u001b[31mred'),
    'ERR_TIER1_ANSWER',
    /broken JSON, 8 bytes: "\[31mred"/,
  ],
  [
    'a page',
    http('503 Busy', html, '<html><style>p{}</style><p>We are <b>down</b>'),
    'ERR_TIER1_REFUSED',
    /503 Busy: We are down\. It/,
  ],
  [
    'words without end',
    http('400 Bad', plainJson, JSON.stringify({ title: 'x', detail: 'y '.repeat(9999) })),
    'ERR_TIER1_REFUSED',
    /400 Bad: x: y y [y ]{150,200}…/,
  ],
  [
    'a problem that is none',
    http('500 Oops', plainJson, '"x"'),
    'ERR_TIER1_REFUSED',
    /500 Oops\. Likely causes/,
  ],
  [
    'a broken problem',
    http('418 Teapot', { 'Content-Type': 'application/problem+json' }, '{'),
    'ERR_TIER1_REFUSED',
    /418 Teapot$/,
  ],
  ['not HTTP', fixed('SSH-2.0-OpenSSH_9.2\r\n'), 'ERR_TIER1_ANSWER', /what came is not HTTP/],
  [
    'endless headers',
    fixed(`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(99999)}`),
    'ERR_TIER1_ANSWER',
    /what came is not HTTP \(Headers Overflow/,
  ],
  [
    'a reset',
    (socket) => socket.resetAndDestroy(),
    'ERR_TIER1_UNREACHABLE',
    /closed the connection without an answer/,
  ],
  [
    'half a body',
    fixed('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc'),
    'ERR_TIER1_ANSWER',
    /in the middle of the answer \(3 bytes came\)/,
  ],
  [
    'half a chunk',
    fixed('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc'),
    'ERR_TIER1_ANSWER',
    /in the middle of the answer/,
  ],
  [
    'too much',
    http('200 OK', plainJson, 'x'.repeat(1024 * 1024 + 1)),
    'ERR_TIER1_ANSWER',
    /answered more than 1024 KiB/,
  ],
  [
    'too much, in an error',
    http('500 Oops', plainJson, 'x'.repeat(2 * 1024 * 1024)),
    'ERR_TIER1_ANSWER',
    /more than 1024 KiB/,
  ],
]
for (const [name, answer, code, message] of answers) {
  test(`the server answers ${name}`, async (t) => {
    const server = await serve(t, answer)
    const error = await rejects(ask(server.url), code, message)
    assert.ok(error.message.includes(server.url))
    assert.equal(error.subject, server.url + path)
  })
}

test('forms of good answers', async (t) => {
  const body = JSON.stringify([deployment])
  const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`
  for (const answer of [
    http('200 OK', { 'content-type': 'Application/JSON; charset=utf-8' }, body),
    http('201 Created', plainJson, `\n ${body}\n`),
    fixed(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${body}`),
    fixed(`HTTP/1.0 200\r\nContent-Type: application/json\r\n\r\n${body}`),
    fixed(`HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${chunk}`),
    fixed(
      `HTTP/1.1 103 Early Hints\r\nLink: <x>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${body}`,
    ),
  ]) {
    const server = await serve(t, answer)
    assert.equal((await ask(server.url)).length, 1)
  }
})

test('what is known of the effect', async (t) => {
  const outcome = async (answer: Answer) => (await failure(ask((await serve(t, answer)).url))).outcome
  assert.equal((await failure(ask(`http://127.0.0.1:${await closedPort()}`))).outcome, 'not-applied')
  assert.equal(await outcome(http('400 Bad', plainJson, '{}')), 'not-applied')
  assert.equal(await outcome(http('500 Bad', plainJson, '{}')), 'unknown')
  assert.equal(await outcome((socket) => socket.destroy()), 'unknown')
  assert.equal(await outcome(json([])), 'unknown')
})

const redirect = (status: number, location: string) =>
  http(`${status} Elsewhere`, { Location: location, 'Content-Type': 'text/html' })

for (const status of [307, 308]) {
  test(`a POST follows ${status}, without taking credentials to another origin`, async (t) => {
    const target = await serve(t, good)
    const elsewhere = await serve(t, redirect(status, `${target.url}/there?x=1`))
    const server = await serve(t, (socket, head) =>
      (head.includes('/hop') ? redirect(status, `${elsewhere.url}/b`) : redirect(status, '/hop'))(
        socket,
        head,
      ),
    )
    await ask(server.url.replace('//', '//me:secret@'))
    assert.ok(server.requests.every((request) => /^authorization: basic/im.test(request)))
    assert.equal(server.requests.length, 2)
    assert.doesNotMatch(elsewhere.requests[0] ?? '', /authorization/i)
    assert.match(target.requests[0] ?? '', /^POST \/there\?x=1 HTTP/)
  })
}

test('redirects that are not followed', async (t) => {
  const target = await serve(t, good)
  for (const status of [300, 301, 302, 303, 304]) {
    const server = await serve(t, redirect(status, target.url))
    await rejects(
      ask(server.url),
      'ERR_TIER1_ANSWER',
      new RegExp(`${status} Elsewhere points to ${target.url}, which`),
    )
  }
  for (const location of ['ftp://x/', 'http://']) {
    const server = await serve(t, redirect(307, location))
    await rejects(ask(server.url), 'ERR_TIER1_ANSWER', /307 Elsewhere points to/)
  }
  assert.equal(target.requests.length, 0)
})

test('a circle of redirects ends', async (t) => {
  const server = await serve(t, redirect(307, '/again'))
  await rejects(ask(server.url), 'ERR_TIER1_ANSWER', /307 Elsewhere points to \/again, which is not followed/)
  assert.equal(server.requests.length, 4)
})

test('a GET follows redirects', async (t) => {
  const server = await serve(t, (socket, head) =>
    (head.includes('/cloudlets/') ? redirect(302, '/list') : json([{ endpoint: 'http://x' }]))(socket, head),
  )
  assert.deepEqual(await listCloudlets(server.url), [
    { endpoint: 'http://x', locations: [], acceptedClients: [], rejectedClients: [], resources: {} },
  ])
})

test('lists of cloudlets and recipes are checked', async (t) => {
  for (const [value, message] of [
    [{}, /no list of cloudlets: it is an object, not a list/],
    [[{}], /no list of cloudlets: it has no endpoint/],
    [[{ endpoint: 'x', locations: [[1]] }], /locations is not a latitude and a longitude/],
    [[{ endpoint: 'x', resources: { cpu_ratio: 'x' } }], /resources.cpu_ratio is a string, not a number/],
  ] as const) {
    await rejects(listCloudlets((await serve(t, json(value))).url), 'ERR_TIER1_ANSWER', message)
  }
  const [cloudlet] = await listCloudlets(
    (await serve(t, json([{ endpoint: 'x', resources: { cpu_ratio: 0.5 } }]))).url,
  )
  assert.deepEqual(cloudlet?.resources, { cpu_ratio: 0.5 })
  await rejects(
    getRecipe((await serve(t, json([]))).url, 'helloworld'),
    'ERR_TIER1_ANSWER',
    /no recipe: it is a list/,
  )
})
