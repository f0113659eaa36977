/** The client of a Tier1, or of a Tier2 in its place: asks for deployments, cloudlets and recipes. */
import { parseAddress } from '../address/address.js'
import { OperationError } from '../errors/operation-error.js'
import type { PublicKey } from '../keys/public-key.js'
import { answerError, checkStatus, readJson } from './answer.js'
import { parseApplication } from './application-uuid.js'
import { type Deployment, readDeployments } from './deployment.js'
import { type Cloudlet, type Recipe, readCloudlets, readRecipe } from './directory.js'
import { FieldError } from './field.js'
import { exchange, type HttpAnswer, type HttpRequest } from './http.js'
import { type Environment, proxyFor } from './proxy.js'
import { basicCredentials, parseTier1Url, resourceUrl, shownUrl } from './tier1-url.js'

/** What every request to a Tier1 takes. */
export interface Tier1Options {
  /** Aborts the request with ERR_ABORTED. */
  readonly signal?: AbortSignal | undefined
  /** Milliseconds for everything, redirects included, more than 0. Default: 60 000. */
  readonly timeout?: number | undefined
  /** Milliseconds for making a connection. Default: 10 000. */
  readonly connectTimeout?: number | undefined
  /** Where proxies are read from: `process.env`. Default: nothing, so no proxy. */
  readonly env?: Environment | undefined
  /** Is told of each request and answer, a line each, without credentials. */
  readonly debug?: ((line: string) => void) | undefined
}

/** What a deployment is asked for with. */
export interface DeployOptions extends Tier1Options {
  /** Public key of the tunnel's near end. Tier2 knows a client by it: the same key again gets the same deployment. */
  readonly key: PublicKey
  /** Degrees; where to look for a near cloudlet. Default: Tier1 guesses from the address. */
  readonly location?: { readonly latitude: number; readonly longitude: number } | undefined
  /** The address that Tier1 shall take for the client's. Default: where the request comes from. */
  readonly clientIp?: string | undefined
  /** How many deployments to ask for, 1 or more; Tier1 gives at most 3. Default: its own default, 1. */
  readonly results?: number | undefined
}

/**
 * Asks a Tier1 to deploy the backend of an application on a cloudlet, and waits for it.
 * `application`: a UUID, or the alias `helloworld`. Gives at least one deployment, the best first, each checked.
 * Throws `ERR_INVALID_ARGUMENT`, `ERR_TIER1_URL`, `ERR_TIER1_UNREACHABLE`, `ERR_TIER1_TIMEOUT`, `ERR_TIER1_REFUSED`,
 * `ERR_TIER1_ANSWER`, `ERR_ABORTED`.
 */
export async function deploy(
  tier1Url: string | URL,
  application: string,
  options: DeployOptions,
): Promise<[Deployment, ...Deployment[]]> {
  const uuid = parseApplication(application)
  const url = resourceUrl(parseTier1Url(tier1Url), `deploy/${uuid}/${options.key.base64Url()}`)
  if (options.results !== undefined) url.searchParams.set('results', `${wholeNumber(options.results)}`)
  const answer = await send('tier1.deploy', 'POST', url, hintHeaders(options), options)
  return readAs('tier1.deploy', answer, 'no usable deployment', (json) =>
    readDeployments(json, { uuid, key: options.key }),
  )
}

/** The cloudlets that have registered with a Tier1. Throws as {@link deploy} does. */
export async function listCloudlets(tier1Url: string | URL, options: Tier1Options = {}): Promise<Cloudlet[]> {
  const url = resourceUrl(parseTier1Url(tier1Url), 'cloudlets/')
  const answer = await send('tier1.cloudlets', 'GET', url, {}, options)
  return readAs('tier1.cloudlets', answer, 'no list of cloudlets', readCloudlets)
}

/** How a Tier1 would deploy an application; restricted ones are refused, but can be deployed. Throws as {@link deploy} does. */
export async function getRecipe(
  tier1Url: string | URL,
  application: string,
  options: Tier1Options = {},
): Promise<Recipe> {
  const url = resourceUrl(parseTier1Url(tier1Url), `recipe/${parseApplication(application)}/`)
  const answer = await send('tier1.recipe', 'GET', url, {}, options)
  return readAs('tier1.recipe', answer, 'no recipe', readRecipe)
}

/** Tells a Tier1 of a cloudlet, as a Tier2 does. `report`: JSON. Throws as {@link deploy} does. */
export async function reportCloudlet(
  tier1Url: string | URL,
  report: string,
  options: Tier1Options = {},
): Promise<void> {
  const url = resourceUrl(parseTier1Url(tier1Url), 'cloudlets/')
  const headers = { 'content-type': 'application/json' }
  checkStatus(await send('tier1.report', 'POST', url, headers, options, report), 'tier1.report')
}

/** Redirects that keep the method are followed three times, never from https: to http:, and credentials stay with their origin. */
async function send(
  operation: string,
  method: 'GET' | 'POST',
  first: URL,
  more: Readonly<Record<string, string>>,
  options: Tier1Options,
  body?: string,
): Promise<HttpAnswer> {
  const { timeout = 60_000, connectTimeout = 10_000, env = {}, debug, signal } = options
  const deadline = performance.now() + positive(timeout, 'timeout')
  positive(connectTimeout, 'connectTimeout')
  const credentials = basicCredentials(first)
  let url = first
  for (let redirects = 0; ; redirects++) {
    const authorization =
      credentials !== undefined && url.origin === first.origin ? { authorization: credentials } : {}
    const headers = { accept: 'application/json', 'user-agent': 'sinfonia-tier3', ...more, ...authorization }
    const proxy = proxyFor(url, env)
    debug?.(`${method} ${shownUrl(url)}${proxy === undefined ? '' : ` through ${proxy.origin}`}`)
    const request: HttpRequest = {
      operation,
      method,
      url,
      headers,
      body,
      proxy,
      timeout,
      deadline,
      connectTimeout,
      signal,
    }
    const answer = await exchange(request)
    debug?.(`${answer.status} ${answer.reason}, ${answer.body.length} bytes`)
    const target = redirects < 3 ? redirectTarget(answer, method) : undefined
    if (target === undefined) return answer
    url = target
  }
}

/** Where an answer sends the request to, if it may go there. 301 to 303 would make a GET of a POST. */
function redirectTarget({ status, headers, url }: HttpAnswer, method: string): URL | undefined {
  const { location } = headers
  const followed = method === 'GET' ? [301, 302, 303, 307, 308] : [307, 308]
  if (!followed.includes(status) || typeof location !== 'string' || !URL.canParse(location, url.href))
    return undefined
  const target = new URL(location, url)
  const isAllowed = target.protocol === 'https:' || (target.protocol === 'http:' && url.protocol === 'http:')
  return isAllowed ? target : undefined
}

function readAs<T>(operation: string, answer: HttpAnswer, lacking: string, read: (json: unknown) => T): T {
  const json = readJson(answer, operation)
  try {
    return read(json)
  } catch (error) {
    if (!(error instanceof FieldError)) throw error
    const remedy = 'Try again; if it stays so, tell whoever runs this server or the cloudlet behind it.'
    throw answerError('ERR_TIER1_ANSWER', answer, operation, `${lacking}: ${error.message}`, remedy)
  }
}

function hintHeaders({ location, clientIp }: DeployOptions): Record<string, string> {
  const headers: Record<string, string> = {}
  if (clientIp !== undefined) headers['x-clientip'] = parseAddress(clientIp).address
  if (location !== undefined) {
    const { latitude, longitude } = location
    if (!(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180)) {
      throw invalid('location must have a latitude of -90 to 90 and a longitude of -180 to 180 degrees')
    }
    headers['x-location'] = `${latitude},${longitude}`
  }
  return headers
}

function wholeNumber(results: number): number {
  if (!Number.isSafeInteger(results) || results < 1)
    throw invalid('results must be a whole number of at least 1')
  return results
}

function positive(milliseconds: number, name: string): number {
  if (milliseconds > 0 && milliseconds <= 2 ** 31 - 1) return milliseconds
  throw invalid(`${name} must be a number of milliseconds from 1 to ${2 ** 31 - 1}`)
}

function invalid(problem: string): OperationError {
  return new OperationError(problem, { code: 'ERR_INVALID_ARGUMENT', operation: 'tier1.options' })
}
