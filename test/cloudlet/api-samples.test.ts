import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertProblem, deploymentOf, startApi, type WireDeployment } from './api-server.js'
import { exchange } from './wire-sample.js'

for (const [sample, between] of [
  ['01-ok-first', 'tier3-tier1'],
  ['03-unknown-uuid', 'tier3-tier1'],
  ['05-not-a-uuid-on-the-wire', 'tier3-tier1'],
  ['06-bad-key', 'tier3-tier1'],
  ['07-bad-key-not-base64', 'tier3-tier1'],
  ['08-standard-base64-key', 'tier3-tier1'],
  ['08-standard-base64-key', 'tier1-tier2'],
  ['09-headers-and-results', 'tier3-tier1'],
  ['09-headers-and-results', 'tier1-tier2'],
  ['10-results-0', 'tier3-tier1'],
  ['11-get-deploy', 'tier3-tier1'],
  ['12-get-cloudlets', 'tier3-tier1'],
  ['13-get-recipe', 'tier3-tier1'],
  ['13b-get-restricted-recipe', 'tier3-tier1'],
  ['13c-deploy-restricted-recipe', 'tier3-tier1'],
  ['13d-deploy-broken-recipe', 'tier3-tier1'],
  ['13e-wrong-path', 'tier3-tier1'],
  ['14-post-cloudlet', 'tier3-tier1'],
  ['15-trailing-slash', 'tier3-tier1'],
  ['16-direct-to-tier2', 'tier3-tier2'],
  ['17-unknown-uuid-tier2', 'tier3-tier2'],
  ['18-bad-key-tier2', 'tier3-tier2'],
  ['30-tier2-reports', 'tier2-tier1'],
] as const) {
  test(`answers as the real ones did: ${sample}, ${between}`, async (t) => {
    const { ask } = await startApi(t)
    const { method, path, headers, requestBody, ...recorded } = exchange(sample, between)
    const { host: _, connection: __, 'content-length': ___, ...sent } = headers
    const answer = await ask(method, path, { headers: sent, body: requestBody.trim() })
    assert.equal(answer.status, recorded.status, answer.text)
    if (recorded.status >= 400) return assertProblem(answer, recorded.status)
    assert.equal(answer.headers['content-type'], recorded.status === 204 ? undefined : recorded.contentType)
    assert.deepEqual(
      shapeOf(answer.json),
      shapeOf(recorded.body === '' ? undefined : JSON.parse(recorded.body)),
    )
    if (path.includes('/deploy/'))
      assertDeployment(deploymentOf(answer.json), deploymentOf(JSON.parse(recorded.body)))
  })
}

/** Its fields and their types; of lists, their first element's; of maps with free names, nothing. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.length > 0 ? [shapeOf(value[0])] : []
  if (typeof value !== 'object' || value === null) return typeof value
  const fields = Object.entries(value).map(([name, field]) => {
    return [name, ['resources', 'locations'].includes(name) ? 'free' : shapeOf(field)]
  })
  return Object.fromEntries(fields)
}

/** What is not by chance must be the same; what is must look the same. */
function assertDeployment(ours: WireDeployment, theirs: WireDeployment): void {
  assert.equal(ours.UUID, theirs.UUID)
  assert.equal(ours.ApplicationKey, theirs.ApplicationKey)
  assert.equal(ours.Status, theirs.Status)
  assert.match(ours.Created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
  assert.match(theirs.Created, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00$/)
  const { TunnelConfig: tunnel } = ours
  assert.deepEqual(tunnel.allowedIPs, theirs.TunnelConfig.allowedIPs)
  assert.match(tunnel.endpoint, /^127\.0\.0\.1:\d+$/)
  assert.match(tunnel.publicKey, /^[\w+/]{43}=$/)
  assert.match(tunnel.address[0], /^10\.5\.\d+\.\d+$/)
  const withName = (dns: readonly string[], name: string) => dns.map((each) => each.replace(name, 'NAME'))
  assert.deepEqual(
    withName(tunnel.dns, ours.DeploymentName),
    withName(theirs.TunnelConfig.dns, theirs.DeploymentName),
  )
}
