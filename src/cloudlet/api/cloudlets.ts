/** `/api/v1/cloudlets/` */
import type { CloudletReport, KnownCloudlets } from '../known-cloudlets.js'
import { type ApiAnswer, problem } from './answer.js'
import type { ApiRequest } from './request.js'
import type { Route } from './router.js'

/** `own` tells of this cloudlet itself, which is always in the list. */
export function cloudletsRoute(known: KnownCloudlets, own: () => CloudletReport): Route {
  return {
    path: /^\/api\/v1\/cloudlets\/?$/,
    methods: {
      GET: () => ({ status: 200, body: [own(), ...known.list()] }),
      POST: (request) => report(known, request),
    },
  }
}

async function report(known: KnownCloudlets, request: ApiRequest): Promise<ApiAnswer> {
  const body = await request.body()
  if (!body) return problem(413, 'The report is larger than 8 KiB.')
  const data = parseJson(body)
  if (!isMapping(data)) return problem(400, 'The report must be a JSON object.')
  const { uuid, endpoint, locations, accepted_clients, rejected_clients, resources } = data
  if (typeof uuid !== 'string' || uuid === '') return problem(400, 'The report must have a uuid.')
  if (typeof endpoint !== 'string' || !URL.canParse(endpoint)) {
    return problem(400, 'The report must have an endpoint, a URL.')
  }
  known.add(uuid, {
    endpoint,
    locations: listOf(locations, Array.isArray) ?? [],
    accepted_clients: listOf(accepted_clients, isText) ?? ['0.0.0.0/0'],
    rejected_clients: listOf(rejected_clients, isText) ?? [],
    resources: numbersOf(resources),
  })
  return { status: 204 }
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}

function listOf<T>(value: unknown, isRight: (item: unknown) => item is T): T[] | undefined {
  return Array.isArray(value) ? value.filter(isRight) : undefined
}

function numbersOf(value: unknown): Record<string, number> {
  if (!isMapping(value)) return {}
  const numbers = Object.entries(value).filter((entry): entry is [string, number] =>
    Number.isFinite(entry[1]),
  )
  return Object.fromEntries(numbers)
}
