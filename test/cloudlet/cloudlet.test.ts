import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { Cloudlet } from '#dist/cloudlet/cloudlet.js'
import { helloworldUuid, startCloudlet } from './real.js'

test('listens on a port of its own, and knows itself', async (t) => {
  const { cloudlet } = await startCloudlet(t)
  assert.match(cloudlet.url, /^http:\/\/127\.0\.0\.1:\d+$/)
  const list = (await (await fetch(`${cloudlet.url}/api/v1/cloudlets/`)).json()) as { endpoint: string }[]
  assert.deepEqual(
    list.map(({ endpoint }) => endpoint),
    [`${cloudlet.url}/api/v1/deploy`],
  )
  assert.deepEqual(cloudlet.deployments(), [])
})

test('on all addresses: the URL is one that works', async (t) => {
  const { cloudlet } = await startCloudlet(t, { host: '0.0.0.0' })
  assert.match(cloudlet.url, /^http:\/\/127\.0\.0\.1:/)
  assert.equal((await fetch(`${cloudlet.url}/api/v1/recipe/${helloworldUuid}/`)).status, 200)
})

test('a port that is taken, an address that is not here', async (t) => {
  const { cloudlet } = await startCloudlet(t)
  const port = Number(new URL(cloudlet.url).port)
  await assert.rejects(Cloudlet.start({ port }), {
    code: 'ERR_CLOUDLET',
    message: /cannot listen on 127\.0\.0\.1, port \d+: .*EADDRINUSE/,
  })
  await assert.rejects(Cloudlet.start({ host: '192.0.2.1' }), {
    code: 'ERR_CLOUDLET',
    message: /EADDRNOTAVAIL/,
  })
})

test('wrong options and an aborted signal start nothing', async () => {
  await assert.rejects(Cloudlet.start({ lease: -1 }), { code: 'ERR_INVALID_ARGUMENT' })
  await assert.rejects(Cloudlet.start({ signal: AbortSignal.abort() }), { code: 'ERR_ABORTED' })
  const controller = new AbortController()
  const starting = Cloudlet.start({ signal: controller.signal })
  controller.abort()
  await assert.rejects(starting, { code: 'ERR_ABORTED' })
})

test('a directory of recipes that is none is told at the start', async () => {
  for (const recipes of [join(tmpdir(), 'no-such-directory'), import.meta.filename]) {
    await assert.rejects(Cloudlet.start({ recipes }), {
      code: 'ERR_RECIPE',
      subject: recipes,
      message: /ENO/,
    })
  }
})

test('reports itself to a Tier1 until it is closed', async (t) => {
  const reports: string[] = []
  const tier1 = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    reports.push(text)
    response.writeHead(204).end()
    tier1.emit('reported')
  }).listen(0, '127.0.0.1')
  t.after(() => tier1.close().closeAllConnections())
  await once(tier1, 'listening')
  const reported = once(tier1, 'reported')
  const { cloudlet } = await startCloudlet(t, {
    tier1: `http://127.0.0.1:${(tier1.address() as AddressInfo).port}`,
    publicUrl: 'https://cloudlet.example/edge/',
    uuid: 'd444ce48-c007-4f59-a0dc-641f1d505f86',
  })
  await reported
  const { uuid, endpoint } = JSON.parse(reports[0] ?? '')
  assert.equal(uuid, 'd444ce48-c007-4f59-a0dc-641f1d505f86')
  assert.equal(endpoint, 'https://cloudlet.example/edge/api/v1/deploy')
  await cloudlet.close()
})

test('what others say gets into the log as one line without control characters', async (t) => {
  const said: string[] = []
  const { cloudlet } = await startCloudlet(t, { debug: (line) => said.push(line) })
  await fetch(`${cloudlet.url}/x`, { headers: { 'X-ClientIP': `\x9b31mred ${'y'.repeat(5000)}` } })
  const [line = ''] = said
  assert.match(line, /^GET \/x from 31mred|^GET \/x from {1,2}31mred/)
  assert.ok(line.length <= 2000)
})

test('is disposable, and closed as often as one likes', async () => {
  await using cloudlet = await Cloudlet.start()
  await cloudlet.close()
  await assert.rejects(fetch(cloudlet.url), TypeError)
})
