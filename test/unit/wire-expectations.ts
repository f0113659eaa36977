/** What can be expected of the client when a recorded answer is served to it. */
import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { formatEndpoint } from '#dist/address/endpoint.js'
import { formatPrefix } from '#dist/address/prefix.js'
import { OperationError } from '#dist/errors/operation-error.js'
import { PrivateKey } from '#dist/keys/private-key.js'
import { PublicKey } from '#dist/keys/public-key.js'
import type { Deployment } from '#dist/sinfonia/deployment.js'
import { deploy, getRecipe, listCloudlets } from '#dist/sinfonia/tier1.js'
import { closedPort, fixed, serve } from './raw-server.js'
import type { Sample } from './wire-sample.js'

export type Case = (t: TestContext, sample: Sample) => Promise<void>

const helloworld = '00000000-0000-0000-0000-000000000000'
const anyKey = PrivateKey.generate().publicKey()

/** Serves the recorded answer and asks for a deployment, with the key and application of the recorded request. */
async function deployRecorded(t: TestContext, sample: Sample) {
  assert.ok(sample.response, 'nothing was recorded')
  const server = await serve(t, fixed(sample.response))
  const [, uuid = '', keyText = ''] = /deploy\/([\da-f-]{36})\/([^ ?]+)/.exec(sample.request ?? '') ?? []
  const key = recordedKey(keyText)
  const result = deploy(server.url, uuid || 'helloworld', { key })
  return { server, key, uuid: uuid || helloworld, result }
}

function recordedKey(text: string): PublicKey {
  try {
    return PublicKey.fromBase64Url(decodeURIComponent(text).replaceAll('+', '-').replaceAll('/', '_'))
  } catch {
    return anyKey
  }
}

export function deploys(name: string | undefined, address: string, endpoint: string, count = 1): Case {
  return async (t, sample) => {
    const { server, key, uuid, result } = await deployRecorded(t, sample)
    const deployments = await result
    assert.equal(deployments.length, count)
    for (const deployment of deployments) checkDeployment(deployment, { name, address, endpoint, uuid, key })
    assert.equal(
      server.requests[0]?.split('\r\n')[0],
      `POST /api/v1/deploy/${uuid}/${key.base64Url()} HTTP/1.1`,
    )
    assert.match(server.requests[0] ?? '', /^content-length: 0$/im)
    const recorded = JSON.parse(String(sample.response).split('\r\n\r\n')[1] ?? '')[0]
    const { dnsServers, searchDomains, publicKey } = deployments[0].tunnel
    assert.deepEqual([...dnsServers, ...searchDomains], recorded.TunnelConfig.dns)
    assert.equal(publicKey.base64(), recorded.TunnelConfig.publicKey)
    assert.equal(deployments[0].created?.getTime(), Date.parse(recorded.Created))
  }
}

function checkDeployment(
  { uuid, applicationKey, status, name, tunnel }: Deployment,
  expected: { name: string | undefined; address: string; endpoint: string; uuid: string; key: PublicKey },
): void {
  assert.equal(uuid, expected.uuid)
  assert.ok(applicationKey.equals(expected.key))
  assert.equal(status, 'Deployed')
  assert.equal(name, expected.name)
  assert.deepEqual(tunnel.addresses.map(formatPrefix), [expected.address])
  assert.deepEqual(tunnel.allowedIps.map(formatPrefix), ['0.0.0.0/0'])
  assert.equal(formatEndpoint(tunnel.endpoint), expected.endpoint)
}

/** Tier1 says no. */
export const refused = (message: RegExp) => refuses('ERR_TIER1_REFUSED', message)
/** What Tier1 says cannot be used. */
export const wrong = (message: RegExp) => refuses('ERR_TIER1_ANSWER', message)
/** Tier1 says nothing. */
export const lost = (message: RegExp) => refuses('ERR_TIER1_UNREACHABLE', message)

function refuses(code: string, message: RegExp): Case {
  return async (t, sample) => {
    const { server, result } = await deployRecorded(t, sample)
    await rejects(result, code, message, server.url)
  }
}

export function refusesRecipe(message: RegExp): Case {
  return async (t, sample) => {
    const server = await serve(t, fixed(sample.response ?? ''))
    await rejects(getRecipe(server.url, 'helloworld'), 'ERR_TIER1_REFUSED', message, server.url)
  }
}

export function lists(endpoint: string): Case {
  return async (t, sample) => {
    const server = await serve(t, fixed(sample.response ?? ''))
    const locations = [{ latitude: 40.443, longitude: -79.945 }]
    assert.deepEqual(await listCloudlets(server.url), [
      { endpoint, locations, acceptedClients: ['0.0.0.0/0'], rejectedClients: [], resources: {} },
    ])
    assert.match(server.requests[0] ?? '', /^GET \/api\/v1\/cloudlets\/ HTTP/)
  }
}

export function describes(chart: string, version: string): Case {
  return async (t, sample) => {
    const server = await serve(t, fixed(sample.response ?? ''))
    const recipe = await getRecipe(server.url, 'helloworld')
    assert.equal(recipe.chart, chart)
    assert.equal(recipe.version, version)
    assert.match(recipe.description, /^Simple test deployment/)
    assert.deepEqual(recipe.values, { fullnameOverride: 'helloworld' })
    assert.match(
      server.requests[0] ?? '',
      /^GET \/api\/v1\/recipe\/00000000-0000-0000-0000-000000000000\/ HTTP/,
    )
  }
}

export function refusesApplication(application: string): Case {
  return async (t, sample) => {
    await hasNoTraffic(t, sample)
    const result = deploy('http://127.0.0.1:1', application, { key: anyKey })
    await rejects(
      result,
      'ERR_INVALID_ARGUMENT',
      /neither the UUID of an application nor a known alias/,
      application,
    )
  }
}

export function findsNothing(): Case {
  return async (t, sample) => {
    await hasNoTraffic(t, sample)
    const url = `http://127.0.0.1:${await closedPort()}`
    await rejects(
      deploy(url, 'helloworld', { key: anyKey }),
      'ERR_TIER1_UNREACHABLE',
      /nothing listens at 127/,
      url,
    )
  }
}

export function findsNoName(url: string): Case {
  return async (t, sample) => {
    await hasNoTraffic(t, sample)
    const result = deploy(url, 'helloworld', { key: anyKey })
    await rejects(
      result,
      'ERR_TIER1_UNREACHABLE',
      /the name tier1.invalid (is not known|could not be looked up)/,
      url,
    )
  }
}

export function refusesUrl(url: string): Case {
  return async (t, sample) => {
    await hasNoTraffic(t, sample)
    const result = deploy(url, 'helloworld', { key: anyKey })
    await rejects(result, 'ERR_TIER1_URL', /it has no http:\/\/ or https:\/\/ in front/, url)
  }
}

export async function hasNoTraffic(_t: TestContext, sample: Sample): Promise<void> {
  assert.deepEqual(sample, { request: undefined, response: undefined })
}

/** The error has the code, says what is wrong and at which place, on one line that is not too long, and what to do. */
async function rejects(
  result: Promise<unknown>,
  code: string,
  message: RegExp,
  place: string,
): Promise<void> {
  await assert.rejects(result, (error) => {
    assert.ok(error instanceof OperationError, String(error))
    assert.equal(error.code, code, error.message)
    assert.match(error.message, message)
    assert.ok(error.message.includes(place.replace(/\/$/, '')), error.message)
    assert.ok(error.subject?.startsWith(place), error.subject)
    assert.doesNotMatch(error.message, /[\n\r\t]/)
    assert.ok(error.message.length < 600, `${error.message.length}`)
    assert.match(error.remedy ?? '', /\w\.$/)
    return true
  })
}
