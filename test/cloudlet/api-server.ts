// The HTTP API on a real port, above deployments that are not.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingHttpHeaders, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { cloudletsRoute } from '#dist/cloudlet/api/cloudlets.js'
import { deployRoute } from '#dist/cloudlet/api/deploy.js'
import { recipeRoute } from '#dist/cloudlet/api/recipe.js'
import { ApiServer } from '#dist/cloudlet/api/server.js'
import type { DeploymentsOptions } from '#dist/cloudlet/deployments.js'
import { KnownCloudlets } from '#dist/cloudlet/known-cloudlets.js'
import { RecipeRepository } from '#dist/cloudlet/recipes/repository.js'
import { fakeCloudlet } from './fakes.js'

export const zero = '00000000-0000-0000-0000-000000000000'
export const restricted = '00000000-0000-0000-0000-000000000002'
export const broken = '00000000-0000-0000-0000-000000000003'
export const chart = '00000000-0000-0000-0000-000000000004'
export const endless = '00000000-0000-0000-0000-000000000005'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
  readonly json: unknown
}

export async function startApi(t: TestContext, options: Partial<DeploymentsOptions> = {}) {
  const directory = mkdtempSync(join(tmpdir(), 'sinfonia-recipes-'))
  t.after(() => rmSync(directory, { recursive: true }))
  const recipe = (uuid: string, text: string) => writeFileSync(join(directory, `${uuid}.yaml`), text)
  recipe(restricted, 'chart: private\nversion: "0.1"\ncommand: [serve]\nports: [80]')
  recipe(broken, 'chart: broken\nrestricted: false')
  recipe(chart, 'chart: https://example.org/charts/shown\nversion: "1"\nrestricted: false')
  recipe(endless, 'chart: endless\nversion: "1"\nrestricted: false\nvalues: &a {again: *a}')
  const cloudlet = fakeCloudlet(options)
  const recipes = new RecipeRepository(directory)
  const known = new KnownCloudlets(cloudlet.clock)
  const own = () => ({
    endpoint: 'http://127.0.0.1:1/api/v1/deploy',
    locations: [],
    accepted_clients: ['0.0.0.0/0'],
    rejected_clients: [],
    resources: {},
  })
  const routes = [
    deployRoute(cloudlet.deployments, recipes),
    recipeRoute(recipes),
    cloudletsRoute(known, own),
  ]
  const server = new ApiServer(routes, (_level, line) => cloudlet.lines.push(line))
  const port = await server.listen('127.0.0.1', 0)
  t.after(() => server.close())
  const ask = (method: string, path: string, more: { headers?: object; body?: string | Buffer } = {}) =>
    fetchRaw(port, method, path, more)
  return { ...cloudlet, server, port, ask }
}

/** Not fetch(): that would tidy up the path. */
async function fetchRaw(
  port: number,
  method: string,
  path: string,
  { headers = {}, body }: { headers?: object; body?: string | Buffer },
): Promise<Answer> {
  const asked = request({ port, method, path, headers: { ...headers }, host: '127.0.0.1', agent: false })
  asked.end(body)
  const [response] = await once(asked, 'response')
  let text = ''
  for await (const chunk of response.setEncoding('utf8')) text += chunk
  const json = text === '' ? undefined : JSON.parse(text)
  return { status: response.statusCode, headers: response.headers, text, json }
}

export function assertProblem(answer: Answer, status: number, detail = /./): void {
  assert.equal(answer.status, status, answer.text)
  assert.equal(answer.headers['content-type'], 'application/problem+json')
  const problem = answer.json as { detail: string; status: number; title: string; type: string }
  assert.deepEqual(Object.keys(problem).sort(), ['detail', 'status', 'title', 'type'])
  assert.equal(problem.status, status)
  assert.match(problem.detail, detail)
}

/** A deployment as it goes over the wire. */
export interface WireDeployment {
  readonly UUID: string
  readonly ApplicationKey: string
  readonly Status: string
  readonly Created: string
  readonly DeploymentName: string
  readonly TunnelConfig: {
    readonly publicKey: string
    readonly endpoint: string
    readonly address: readonly [string, ...string[]]
    readonly allowedIPs: readonly string[]
    readonly dns: readonly string[]
  }
}

/** The one deployment of an answer. */
export function deploymentOf(json: unknown): WireDeployment {
  assert.ok(Array.isArray(json) && json.length === 1)
  return json[0]
}
