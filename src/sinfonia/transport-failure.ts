/** What it means when a request got no answer, in words. */
import type { Code } from '../errors/codes.js'
import { OperationError } from '../errors/operation-error.js'
import { oneLine } from './one-line.js'

/** How far a request came. */
export interface Attempt {
  readonly operation: string
  /** The whole URL, without credentials. */
  readonly subject: string
  readonly url: URL
  readonly proxy: URL | undefined
  phase: 'connecting' | 'waiting' | 'reading'
  /** Bytes of the body so far. */
  received: number
}

type Cause = {
  readonly name?: string
  readonly code?: string
  readonly message?: string
  readonly hostname?: string
  readonly errors?: unknown[]
}

type Explanation = readonly [code: Code, problem: string, remedy: string]

const certificates =
  /^(CERT_|ERR_TLS_CERT|DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_|HOSTNAME_MISMATCH)/

/** The error for a request that ended without an answer. `error` is what Node or undici threw. */
export function transportFailure(error: unknown, attempt: Attempt): OperationError {
  const first = firstCause(error)
  const [code, problem, remedy] = explain(first, attempt)
  return failure(code, problem, remedy, attempt, error)
}

/** The error for a request whose time is over. `milliseconds`: how long was waited. */
export function timeoutFailure(attempt: Attempt, milliseconds: number): OperationError {
  const time = `${milliseconds / 1000} s`
  const problem = {
    connecting: `${place(attempt)} did not take a connection within ${time}`,
    waiting: `it took the connection, but did not answer within ${time}`,
    reading: `its answer was still not complete after ${time} (${attempt.received} bytes came)`,
  }[attempt.phase]
  const remedy =
    attempt.phase === 'connecting'
      ? 'Check the address and port, and that no firewall stands between.'
      : 'Try again, or allow more time: a cloudlet that starts an application for the first time may need it.'
  return failure('ERR_TIER1_TIMEOUT', problem, remedy, attempt)
}

/** The error for a request that the caller aborted. */
export function abortFailure(attempt: Attempt, reason: unknown): OperationError {
  return new OperationError(`The request to Tier1 at ${attempt.subject} was aborted`, {
    code: 'ERR_ABORTED',
    operation: attempt.operation,
    subject: attempt.subject,
    outcome: outcome(attempt),
    cause: reason,
  })
}

function failure(
  code: Code,
  problem: string,
  remedy: string,
  attempt: Attempt,
  cause?: unknown,
): OperationError {
  const what = code === 'ERR_TIER1_UNREACHABLE' ? 'cannot be reached' : 'gave no usable answer'
  return new OperationError(`Tier1 at ${attempt.subject} ${what}: ${problem}`, {
    code,
    operation: attempt.operation,
    subject: attempt.subject,
    outcome: outcome(attempt),
    remedy,
    cause,
  })
}

function outcome(attempt: Attempt) {
  return attempt.phase === 'connecting' ? 'not-applied' : 'unknown'
}

/** Where the connection goes: Tier1's host, or the proxy's. */
function place({ url, proxy }: Attempt): string {
  return proxy === undefined ? url.host : `the proxy ${proxy.host}`
}

/** Node tries every address of a name, and tells of each failure in an AggregateError. */
function firstCause(error: unknown): Cause {
  const cause = (typeof error === 'object' && error !== null ? error : { message: String(error) }) as Cause
  return Array.isArray(cause.errors) && cause.errors.length > 0 ? firstCause(cause.errors[0]) : cause
}

function explain(cause: Cause, attempt: Attempt): Explanation {
  const { name, code = '', message = '' } = cause
  const proxyStatus = /Proxy response \((\d+)\)/.exec(message)?.[1]
  if (proxyStatus !== undefined) return proxyRefusal(proxyStatus, place(attempt))
  if (certificates.test(code)) return certificateProblem(code, message, attempt)
  if (name === 'HTTPParserError' || code === 'UND_ERR_HEADERS_OVERFLOW') {
    const remedy = 'Check the port; a server that speaks TLS needs https:// in front.'
    return ['ERR_TIER1_ANSWER', `what came is not HTTP (${oneLine(message || code)})`, remedy]
  }
  if (code.startsWith('ERR_SSL_') || code === 'EPROTO') {
    const remedy = 'Check the port; a server without TLS needs http:// in front.'
    return [
      'ERR_TIER1_UNREACHABLE',
      `${place(attempt)} and this machine cannot agree on TLS (${code})`,
      remedy,
    ]
  }
  return explainSocket(code, message, attempt, cause.hostname ?? (attempt.proxy ?? attempt.url).hostname)
}

function explainSocket(code: string, message: string, attempt: Attempt, name: string): Explanation {
  const unreachable = (problem: string, remedy: string) =>
    ['ERR_TIER1_UNREACHABLE', `${problem} (${code})`, remedy] as const
  switch (code) {
    case 'ENOTFOUND':
      return unreachable(`the name ${name} is not known`, "Check the name's spelling and this machine's DNS.")
    case 'EAI_AGAIN':
      return unreachable(`the name ${name} could not be looked up`, "Check this machine's network and DNS.")
    case 'ECONNREFUSED':
      return unreachable(`nothing listens at ${place(attempt)}`, 'Check the port, and that the server runs.')
    case 'ENETUNREACH':
    case 'EHOSTUNREACH':
    case 'ENETDOWN':
    case 'EADDRNOTAVAIL':
      return unreachable(
        `no route leads to ${place(attempt)}`,
        "Check the address and this machine's network.",
      )
    case 'ETIMEDOUT':
      return ['ERR_TIER1_TIMEOUT', `${place(attempt)} does not react`, 'Check the address, and firewalls.']
    case 'ECONNRESET':
    case 'EPIPE':
    case 'UND_ERR_SOCKET':
    case 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH':
      return closed(attempt)
    default:
      return ['ERR_TIER1_UNREACHABLE', oneLine(message || code), 'Try again; it may pass.']
  }
}

function closed(attempt: Attempt): Explanation {
  const remedy =
    attempt.url.protocol === 'http:'
      ? 'Try again; if it stays so, check whether the port wants https:// in front.'
      : 'Try again; if it stays so, ask whoever runs it to look into its log.'
  if (attempt.phase === 'reading') {
    const problem = `the connection was closed in the middle of the answer (${attempt.received} bytes came)`
    return ['ERR_TIER1_ANSWER', problem, remedy]
  }
  const when = attempt.phase === 'waiting' ? 'without an answer' : 'while it was being made'
  return ['ERR_TIER1_UNREACHABLE', `${place(attempt)} closed the connection ${when}`, remedy]
}

function certificateProblem(code: string, message: string, attempt: Attempt): Explanation {
  const remedy =
    code === 'CERT_HAS_EXPIRED' || code === 'CERT_NOT_YET_VALID'
      ? "Check this machine's clock; else whoever runs Tier1 must renew its certificate."
      : 'Check the name in the URL; where the certificate is of your own authority, name its file in NODE_EXTRA_CA_CERTS.'
  const problem = `the certificate of ${place(attempt)} cannot be trusted: ${oneLine(message || code)} (${code})`
  return ['ERR_TIER1_UNREACHABLE', problem, remedy]
}

function proxyRefusal(status: string, proxy: string): Explanation {
  const remedy =
    status === '407'
      ? 'Put its user and password into the proxy variable: http://user:password@proxy.example:3128.'
      : 'Check the proxy variables of the environment, or put the host into no_proxy.'
  return ['ERR_TIER1_UNREACHABLE', `${proxy} refused to connect to it (${status})`, remedy]
}
