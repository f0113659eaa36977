/** What an HTTP answer of a Tier1 says: JSON that can be read, or in what way it refused. */
import type { Code } from '../errors/codes.js'
import { OperationError } from '../errors/operation-error.js'
import type { HttpAnswer } from './http.js'
import { oneLine } from './one-line.js'
import { shownUrl } from './tier1-url.js'

/** Throws `ERR_TIER1_ANSWER` or `ERR_TIER1_REFUSED` where the status is not one of 200 to 299. */
export function checkStatus(answer: HttpAnswer, operation: string): void {
  if (answer.status >= 400) throw refusal(answer, operation)
  if (answer.status < 300) return
  const target = oneLine(String(answer.headers.location ?? 'nowhere'))
  throw answerError(
    'ERR_TIER1_ANSWER',
    answer,
    operation,
    `${statusLine(answer)} points to ${target}, which is not followed`,
    'If you know that address, use it as the URL; the login page of a network (captive portal) does this too.',
  )
}

/** The JSON of an answer with a status of 200 to 299. Throws `ERR_TIER1_ANSWER` or `ERR_TIER1_REFUSED`. */
export function readJson(answer: HttpAnswer, operation: string): unknown {
  checkStatus(answer, operation)
  const wrong = (problem: string, remedy: string) =>
    answerError('ERR_TIER1_ANSWER', answer, operation, problem, remedy)
  const checkUrl = 'Check the URL; the login page of a network (captive portal) answers like this too.'
  if (answer.body.length === 0) throw wrong(`${statusLine(answer)} without any content`, checkUrl)
  const type = String(answer.headers['content-type'] ?? 'no type').toLowerCase()
  const begin = JSON.stringify(oneLine(answer.body.toString('utf8', 0, 400), 80))
  if (!/^application\/json\s*(;|$)/.test(type)) {
    throw wrong(
      `${statusLine(answer)} with ${oneLine(type, 60)} in place of application/json: ${begin}`,
      checkUrl,
    )
  }
  try {
    return JSON.parse(answer.body.toString('utf8'))
  } catch (error) {
    throw answerError(
      'ERR_TIER1_ANSWER',
      answer,
      operation,
      `${statusLine(answer)} with broken JSON, ${answer.body.length} bytes: ${begin}`,
      'Try again; if it stays so, tell whoever runs this server.',
      error,
    )
  }
}

/** An error about an answer: `Tier1 at <URL> answered …`. */
export function answerError(
  code: Code,
  answer: Pick<HttpAnswer, 'url' | 'status'>,
  operation: string,
  problem: string,
  remedy: string,
  cause?: unknown,
  detail?: string,
): OperationError {
  const subject = shownUrl(answer.url)
  return new OperationError(`Tier1 at ${subject} answered ${problem}`, {
    code,
    operation,
    subject,
    detail,
    // A 4xx refuses before anything is done. Behind anything else a deployment may have been made.
    outcome: answer.status >= 400 && answer.status < 500 ? 'not-applied' : 'unknown',
    remedy,
    cause,
  })
}

function refusal(answer: HttpAnswer, operation: string): OperationError {
  const words = serverWords(answer)
  const [meaning, remedy] = /response body/i.test(words)
    ? ['The cloudlet that it asked is at fault', 'Tell whoever runs this Tier1 or that cloudlet.']
    : meaningOf(answer.status, operation)
  const said = words === '' ? '' : `: ${words.replace(/\.$/, '')}`
  const problem = `${statusLine(answer)}${said}${meaning === '' ? '' : `. ${meaning}`}`
  return answerError('ERR_TIER1_REFUSED', answer, operation, problem, remedy, undefined, words || undefined)
}

/** What a status means here, and what can be done. Tier1 answers 500 to nearly everything, without saying why. */
function meaningOf(status: number, operation: string): readonly [meaning: string, remedy: string] {
  switch (status) {
    case 400:
      return [
        'It takes the request for malformed, or its recipe of this application is broken',
        'Check the application; if it is right, ask whoever runs this server.',
      ]
    case 401:
      return ['It wants a user and password', 'Write them into the URL: https://user:password@tier1.example.']
    case 407:
      return ['The proxy wants a user and password', 'Write them into the proxy variable of the environment.']
    case 403:
      return ['It does not allow this', 'Ask whoever runs this server for access.']
    case 404:
      return [
        'It knows no such application, or no Tier1 is at this path',
        "Check the application's UUID, and host, port and path of the URL.",
      ]
    case 500:
      if (operation !== 'tier1.deploy') break
      return [
        'Likely causes: it does not know this application; no cloudlet has registered, or none near or willing; ' +
          'the cloudlet is down or answered wrongly',
        "Check the application's UUID; then ask whoever runs this Tier1, whose log tells which it is.",
      ]
    case 429:
    case 502:
    case 503:
    case 504:
      return ['It, or what it relies on, is down or overloaded', 'Try again later.']
  }
  return ['', 'Ask whoever runs this server.']
}

/** `500 INTERNAL SERVER ERROR`, in the server's words. */
function statusLine(answer: HttpAnswer): string {
  return oneLine(`${answer.status} ${answer.reason}`, 60)
}

/** The title and detail of a problem+json (RFC 9457), or the text of the page, on one line. */
function serverWords(answer: HttpAnswer): string {
  const text = answer.body.toString('utf8', 0, 8192)
  const type = String(answer.headers['content-type'] ?? '')
  if (!/json/i.test(type)) return oneLine(text.replace(/<(script|style)\b.*?<\/\1>|<[^>]*>/gis, ' '))
  const problem = parseObject(answer.body)
  const [title = '', detail = ''] = [problem.title, problem.detail].map((part) =>
    typeof part === 'string' ? part : '',
  )
  const repeats = title === 'Error' || title.toLowerCase() === answer.reason.toLowerCase()
  return oneLine([repeats ? '' : title, detail].filter((part) => part !== '').join(': '))
}

function parseObject(body: Buffer): { readonly title?: unknown; readonly detail?: unknown } {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}
