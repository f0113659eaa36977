import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type TestContext, test } from 'node:test'
import { Announcement, type AnnouncementOptions } from '#dist/cloudlet/announcement.js'
import { parseTraffic, ResourceMeter } from '#dist/cloudlet/resources.js'
import { exchange } from './wire-sample.js'

interface Report {
  readonly method: string | undefined
  readonly url: string | undefined
  readonly type: string | undefined
  readonly authorization: string | undefined
  readonly proxyAuthorization: string | string[] | undefined
  readonly body: { uuid: string; endpoint: string; resources: Record<string, number> }
}

/** A Tier1 that answers reports with these statuses, the last one for ever. */
async function startTier1(t: TestContext, ...statuses: number[]) {
  const reports: Report[] = []
  const waiting: (() => void)[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    const { method, url, headers } = request
    reports.push({
      method,
      url,
      type: headers['content-type'],
      authorization: headers.authorization,
      proxyAuthorization: headers['proxy-authorization'],
      body: JSON.parse(text),
    })
    response.writeHead((statuses.length > 1 ? statuses.shift() : statuses[0]) ?? 204).end()
    for (const wake of waiting.splice(0)) wake()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => server.close().closeAllConnections())
  const { port } = server.address() as AddressInfo
  const reported = async (count: number) => {
    while (reports.length < count) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return { server, reports, reported, url: `http://127.0.0.1:${port}` }
}

function announce(t: TestContext, tier1: string, options: Partial<AnnouncementOptions> = {}) {
  const lines: string[] = []
  const announcement = new Announcement({
    tier1,
    uuid: 'd444ce48-c007-4f59-a0dc-641f1d505f86',
    url: 'http://192.0.2.7:5000/',
    interval: 5,
    measure: async () => ({ cpu_ratio: 0.5, mem_ratio: 0.25, net_rx_rate: 1, net_tx_rate: 2 }),
    env: {},
    log: (_level, line) => lines.push(line),
    ...options,
  })
  t.after(() => announcement.close())
  return { announcement, lines }
}

test('reports as the real Tier2 does, at once and then again', async (t) => {
  const tier1 = await startTier1(t, 204)
  announce(t, `${tier1.url}/`)
  await tier1.reported(3)
  const recorded = exchange('30-tier2-reports', 'tier2-tier1')
  const { method, url, type, body } = tier1.reports[0] as Report
  assert.equal(
    `${method} ${url} ${type}`,
    `${recorded.method} ${recorded.path} ${recorded.headers['content-type']}`,
  )
  const theirs = JSON.parse(recorded.requestBody) as Report['body']
  assert.deepEqual(Object.keys(body), Object.keys(theirs))
  assert.equal(body.uuid, theirs.uuid)
  assert.equal(body.resources['cpu_ratio'], 0.5)
  assert.equal(body.endpoint, 'http://192.0.2.7:5000/api/v1/deploy')
  for (const name of Object.keys(body.resources)) assert.ok(name in theirs.resources, name)
})

test('says once what a Tier1 answers, and again when that changes', async (t) => {
  const tier1 = await startTier1(t, 204, 204, 500, 500, 204)
  const { lines } = announce(t, tier1.url)
  await tier1.reported(7)
  const [known, refused = '', again, ...more] = lines
  assert.equal(known, `Tier1 ${tier1.url}/ knows this cloudlet`)
  assert.ok(
    refused.startsWith(`reported in vain: Tier1 at ${tier1.url}/api/v1/cloudlets/ answered 500 `),
    refused,
  )
  assert.equal(again, known)
  assert.deepEqual(more, [])
})

test('a Tier1 that is not there is said, and tried again', async (t) => {
  const tier1 = await startTier1(t)
  tier1.server.close()
  await once(tier1.server, 'close')
  const { announcement, lines } = announce(t, tier1.url)
  while (lines.length === 0) await new Promise((resolve) => setImmediate(resolve))
  assert.match(lines[0] ?? '', /^reported in vain: .*ECONNREFUSED/)
  await announcement.close()
})

test('a machine whose load cannot be told is reported all the same', async (t) => {
  const tier1 = await startTier1(t, 204)
  announce(t, tier1.url, { measure: () => Promise.reject(new Error('no /proc')) })
  await tier1.reported(2)
  assert.deepEqual(tier1.reports[0]?.body.resources, {})
})

test('a Tier1 with a password, behind a proxy: both get theirs, and none is logged', async (t) => {
  const proxy = await startTier1(t, 204)
  const { lines } = announce(t, 'http://user:secret@tier1.test/edge', {
    env: { http_proxy: proxy.url.replace('//', '//me:hidden@') },
  })
  await proxy.reported(2)
  const { url, authorization, proxyAuthorization } = proxy.reports[0] as Report
  assert.equal(url, 'http://tier1.test/edge/api/v1/cloudlets/')
  assert.equal(authorization, `Basic ${Buffer.from('user:secret').toString('base64')}`)
  assert.equal(proxyAuthorization, `Basic ${Buffer.from('me:hidden').toString('base64')}`)
  assert.deepEqual(lines, ['Tier1 http://tier1.test/edge knows this cloudlet'])
})

test('an answer without end is not read to it', async (t) => {
  const server = createServer((_, response) => {
    const more = () => {
      while (response.write(Buffer.alloc(65_536))) {}
    }
    response.on('drain', more)
    more()
  }).listen(0, '127.0.0.1')
  t.after(() => server.close().closeAllConnections())
  await once(server, 'listening')
  const said = new Promise<string>((resolve) => {
    announce(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`, {
      log: (_, line) => resolve(line),
    })
  })
  assert.match(await said, /answered more than 1024 KiB/)
})

test('closed while a Tier1 does not answer: ends at once, and reports no more', async (t) => {
  const server = createServer(() => {}).listen(0, '127.0.0.1')
  t.after(() => server.close().closeAllConnections())
  await once(server, 'listening')
  const { announcement, lines } = announce(t, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  await once(server, 'request')
  await Promise.all([announcement.close(), announcement.close()])
  assert.deepEqual(lines, [])
})

test('the machine’s load: ratios from 0 to 1, rates that are not negative', async () => {
  const meter = new ResourceMeter()
  for (let look = 0; look < 2; look++) {
    const resources = await meter.read()
    assert.ok('mem_ratio' in resources)
    for (const [name, value] of Object.entries(resources)) {
      assert.ok(value >= 0 && (name.endsWith('rate') || value <= 1), `${name} ${value}`)
    }
  }
})

test('traffic of all interfaces but the loopback', () => {
  const table = `Inter-|   Receive                                                |  Transmit
 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed
    lo: 1000 1 0 0 0 0 0 0 1000 1 0 0 0 0 0 0
  eth0: 5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0
eth0.7:10 1 0 0 0 0 0 0 20 1 0 0 0 0 0 0
`
  assert.deepEqual(parseTraffic(table), { received: 15, sent: 27 })
})
