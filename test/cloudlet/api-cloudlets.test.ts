import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertProblem, startApi } from './api-server.js'

interface CloudletReport {
  readonly endpoint: string
  readonly locations: unknown
  readonly accepted_clients: unknown
  readonly resources: unknown
  readonly last_update?: string
}

test('reports of cloudlets are listed until they are old', async (t) => {
  const { ask, clock } = await startApi(t)
  const report = (body: unknown) =>
    ask('POST', '/api/v1/cloudlets/', { body: typeof body === 'string' ? body : JSON.stringify(body) })
  const endpoint = 'http://192.0.2.1:5000/api/v1/deploy'
  assert.equal((await report({ uuid: 'a', endpoint, resources: { cpu_ratio: 0.5, odd: 'x' } })).status, 204)
  assert.equal(
    (await report({ uuid: 'b', endpoint, locations: [[40.4, -79.9]], accepted_clients: ['10.0.0.0/8'] }))
      .status,
    204,
  )
  assert.equal((await report({ uuid: 'a', endpoint, resources: { cpu_ratio: 0.25 } })).status, 204)
  const list = async () => (await ask('GET', '/api/v1/cloudlets/')).json as CloudletReport[]
  const [own, second, first] = await list()
  assert.equal(own?.endpoint, 'http://127.0.0.1:1/api/v1/deploy')
  assert.deepEqual(second?.locations, [[40.4, -79.9]])
  assert.deepEqual(second?.accepted_clients, ['10.0.0.0/8'])
  assert.deepEqual(first?.resources, { cpu_ratio: 0.25 })
  assert.match(first?.last_update ?? '', /^2026-11-22T16:02:07\.250\+00:00$/)
  await clock.pass(301)
  assert.equal((await list()).length, 1)
  for (const bad of [
    '',
    '{',
    '[]',
    'null',
    '{"endpoint": "http://x/"}',
    '{"uuid": "a"}',
    '{"uuid": "a", "endpoint": "x"}',
    '{"uuid": 7, "endpoint": "http://x/"}',
  ]) {
    assertProblem(await report(bad), 400)
  }
})

test('reports take little room, however many come', async (t) => {
  const { ask } = await startApi(t)
  const report = (uuid: string, more = {}) => {
    const body = JSON.stringify({ uuid, endpoint: `http://192.0.2.1/${uuid}`, ...more })
    return ask('POST', '/api/v1/cloudlets/', { body })
  }
  assertProblem(await report('large', { locations: Array(4096).fill([]) }), 413, /8 KiB/)
  for (let number = 0; number < 300; number++) assert.equal((await report(`n${number}`)).status, 204)
  const listed = (await ask('GET', '/api/v1/cloudlets/')).json as CloudletReport[]
  assert.equal(listed.length, 1 + 256)
  assert.deepEqual(
    [listed[1]?.endpoint, listed.at(-1)?.endpoint],
    ['http://192.0.2.1/n44', 'http://192.0.2.1/n299'],
  )
})
