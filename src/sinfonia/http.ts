/** One HTTP request and its whole answer, by the parts of undici that it needs. Nothing else imports undici. */
import type { Socket } from 'node:net'
import type { buildConnector, Client, Dispatcher } from 'undici'
import { OperationError } from '../errors/operation-error.js'
import { basicCredentials, shownUrl } from './tier1-url.js'
import { type Attempt, abortFailure, timeoutFailure, transportFailure } from './transport-failure.js'

/** The most that an answer may have, in bytes. The real ones have less than one KiB for each deployment. */
const answerLimit = 1024 * 1024

export interface HttpRequest {
  /** For errors: `tier1.deploy`. */
  readonly operation: string
  readonly method: 'GET' | 'POST'
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
  /** Absent: none. */
  readonly body?: string | undefined
  readonly proxy: URL | undefined
  /** When the whole answer must be there, on the clock of performance.now(). */
  readonly deadline: number
  /** The milliseconds that led to the deadline, for errors. */
  readonly timeout: number
  /** Milliseconds until a connection must stand, TLS included. */
  readonly connectTimeout: number
  readonly signal: AbortSignal | undefined
}

export interface HttpAnswer {
  readonly url: URL
  readonly status: number
  /** What the server wrote behind the status: `NOT FOUND`. */
  readonly reason: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: Buffer
}

interface Parts {
  readonly Client: typeof Client
  readonly buildConnector: typeof buildConnector
}

let parts: Promise<Parts> | undefined

/** Loads undici now (some 25 ms) and not at the first request. */
export function preload(): Promise<Parts> {
  parts ??= Promise.all([
    import('undici/lib/dispatcher/client.js'),
    import('undici/lib/core/connect.js'),
  ]).then(([client, connect]) => ({ Client: client.default, buildConnector: connect.default }))
  return parts
}

/** Sends a request and reads the answer, whatever its status. Follows no redirect. Throws OperationError only. */
export async function exchange(request: HttpRequest): Promise<HttpAnswer> {
  const { operation, url, proxy, signal } = request
  const attempt: Attempt = { operation, subject: shownUrl(url), url, proxy, phase: 'connecting', received: 0 }
  if (signal?.aborted) throw abortFailure(attempt, signal.reason)
  const way = await openWay(request)
  let timer: NodeJS.Timeout | undefined
  let abort: (() => void) | undefined
  try {
    return await new Promise<HttpAnswer>((resolve, reject) => {
      const expireAfter = (time: number, told: number) => {
        clearTimeout(timer)
        timer = setTimeout(() => reject(timeoutFailure(attempt, told)), Math.max(0, time))
      }
      const remaining = () => request.deadline - performance.now()
      const { timeout, connectTimeout } = request
      if (connectTimeout < remaining()) expireAfter(connectTimeout, connectTimeout)
      else expireAfter(remaining(), timeout)
      abort = () => reject(abortFailure(attempt, signal?.reason))
      if (signal?.aborted) abort()
      signal?.addEventListener('abort', abort, { once: true })
      const connected = () => expireAfter(remaining(), timeout)
      way.dispatcher.dispatch(dispatchOptions(request), reader(attempt, connected, resolve, reject))
    })
  } finally {
    clearTimeout(timer)
    if (abort !== undefined) signal?.removeEventListener('abort', abort)
    way.close()
  }
}

/** Collects an answer. undici calls its methods in this order; `onResponseStart` once more for each 1xx. */
function reader(
  attempt: Attempt,
  connected: () => void,
  resolve: (answer: HttpAnswer) => void,
  reject: (error: Error) => void,
): Dispatcher.DispatchHandler {
  const chunks: Buffer[] = []
  let head: Omit<HttpAnswer, 'body'> | undefined
  return {
    onRequestStart() {
      attempt.phase = 'waiting'
      connected()
    },
    onResponseStart(_controller, status, headers, reason = '') {
      if (status < 200) return
      attempt.phase = 'reading'
      head = { url: attempt.url, status, reason, headers }
    },
    onResponseData(_controller, chunk) {
      attempt.received += chunk.length
      if (attempt.received > answerLimit) reject(tooLong(attempt))
      else chunks.push(chunk)
    },
    onResponseEnd() {
      if (head !== undefined) resolve({ ...head, body: Buffer.concat(chunks) })
    },
    onResponseError(_controller, error) {
      reject(transportFailure(error, attempt))
    },
  }
}

function tooLong(attempt: Attempt): OperationError {
  return new OperationError(`Tier1 at ${attempt.subject} answered more than ${answerLimit / 1024} KiB`, {
    code: 'ERR_TIER1_ANSWER',
    operation: attempt.operation,
    subject: attempt.subject,
    outcome: 'unknown',
    remedy: 'Check the URL: a list of deployments is never that long.',
  })
}

interface Way {
  readonly dispatcher: Dispatcher
  close(): void
}

/**
 * To the server itself; or to the proxy, which is told the whole URL; or, where the server speaks TLS, through a tunnel that the
 * proxy makes (CONNECT), for which undici is needed whole.
 */
async function openWay({ url, proxy }: HttpRequest): Promise<Way> {
  if (proxy !== undefined && url.protocol === 'https:') {
    const { Pool, ProxyAgent } = await import('undici')
    const token = basicCredentials(proxy)
    const agent = new ProxyAgent({
      uri: proxy.origin,
      ...(token === undefined ? {} : { token }),
      // exchange() has the timers
      headersTimeout: 0,
      bodyTimeout: 0,
      proxyTls: { timeout: 0 },
      requestTls: { timeout: 0 },
      clientFactory: (origin, options) => new Pool(origin, { ...options, headersTimeout: 0 }),
    })
    return { dispatcher: agent, close: () => void agent.destroy() }
  }
  const { Client, buildConnector } = await preload()
  const connector = buildConnector({ timeout: 0 }) // exchange() has the timers
  let socket: Socket | undefined
  const client = new Client((proxy ?? url).origin, {
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: (options, callback) => {
      // The connector gives its socket back, which its type does not tell.
      socket = connector(options, callback) as unknown as Socket
    },
  })
  const close = () => {
    void client.destroy()
    socket?.destroy() // client.destroy() leaves a socket that is still connecting
  }
  return { dispatcher: client, close }
}

function dispatchOptions({ method, url, headers, body, proxy }: HttpRequest): Dispatcher.DispatchOptions {
  const path = `${url.pathname}${url.search}`
  const options = { origin: url.origin, method, reset: true, body: body ?? null }
  if (proxy === undefined || url.protocol === 'https:') return { ...options, path, headers }
  const token = basicCredentials(proxy)
  const proxyHeaders = { host: url.host, ...(token === undefined ? {} : { 'proxy-authorization': token }) }
  return { ...options, path: `${url.origin}${path}`, headers: { ...headers, ...proxyHeaders } }
}
