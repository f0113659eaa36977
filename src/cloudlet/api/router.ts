/** From a method and a path to what answers them. */
import { type ApiAnswer, problem } from './answer.js'
import type { ApiRequest } from './request.js'

export type Handler = (request: ApiRequest) => ApiAnswer | Promise<ApiAnswer>

export interface Route {
  /** Its groups become the request's parameters. */
  readonly path: RegExp
  readonly methods: Readonly<Partial<Record<'GET' | 'POST', Handler>>>
}

/** A handler with the parameters for it, or the problem: 400 for a path that is none, 404, 405 with the methods that there are. */
export function route(
  routes: readonly Route[],
  method: string,
  target: string,
): { handler: Handler; parameters: readonly string[]; query: URLSearchParams } | ApiAnswer {
  const question = target.indexOf('?')
  const path = question < 0 ? target : target.slice(0, question)
  const found = routes.find((each) => each.path.test(path))
  if (!found) return problem(404, 'There is nothing at this path; see /api/v1/cloudlets/.')
  const methods: Readonly<Record<string, Handler | undefined>> = found.methods
  const handler = Object.hasOwn(methods, method) ? methods[method] : undefined
  if (!handler) {
    const allowed = Object.keys(methods).join(', ')
    return problem(405, `The method ${method} is not allowed here; ${allowed} is.`, { Allow: allowed })
  }
  const parameters = decode(found.path.exec(path)?.slice(1) ?? [])
  if (!parameters) return problem(400, 'The path has a malformed %-escape.')
  return { handler, parameters, query: new URLSearchParams(question < 0 ? '' : target.slice(question + 1)) }
}

function decode(groups: readonly string[]): readonly string[] | undefined {
  try {
    return groups.map((group) => decodeURIComponent(group))
  } catch {
    return undefined
  }
}
