/** The HTTP server of the API: reads requests, hands them to their routes, writes the answers. */
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import type { Log } from '../log.js'
import { type ApiAnswer, problem } from './answer.js'
import { readBody } from './request.js'
import { type Route, route } from './router.js'

/** How long a stop waits for clients that neither send the rest of their requests nor read their answers: milliseconds. */
const patience = 1000

export class ApiServer {
  readonly #routes: readonly Route[]
  readonly #log: Log
  readonly #server: Server
  readonly #answering = new Set<Promise<void>>()

  constructor(routes: readonly Route[], log: Log) {
    this.#routes = routes
    this.#log = log
    this.#server = createServer({
      headersTimeout: 10_000,
      requestTimeout: 30_000,
      connectionsCheckingInterval: 5_000,
    })
    this.#server.maxConnections = 256
    this.#server.on('request', (request, response) => this.#serve(request, response))
    this.#server.on('clientError', (_error, socket: Socket) => refuseRaw(socket))
  }

  /** Resolves with the port (0: any that is free) once it takes requests. Rejects with what the system said. */
  async listen(host: string, port: number): Promise<number> {
    this.#server.listen({ host, port, exclusive: true })
    await once(this.#server, 'listening')
    const address = this.#server.address()
    return address !== null && typeof address === 'object' ? address.port : port
  }

  /** Takes no more connections; what is being answered can still be. Idempotent. */
  refuse(): void {
    if (this.#server.listening) this.#server.close()
  }

  /** Waits for the answers that are under way, a second at most where that depends on clients, then ends all connections. Idempotent. */
  async close(): Promise<void> {
    this.refuse()
    // A server that takes no more connections has stopped the timers of those that it has.
    const timer = setTimeout(() => this.#server.closeAllConnections(), patience)
    await Promise.all(this.#answering)
    clearTimeout(timer)
    this.#server.closeAllConnections()
  }

  #serve(request: IncomingMessage, response: ServerResponse): void {
    const answering = this.#answer(request).then((answer) => send(answer, request, response))
    this.#answering.add(answering)
    void answering.finally(() => this.#answering.delete(answering))
  }

  async #answer(request: IncomingMessage): Promise<WrittenAnswer> {
    const { method = '', url = '' } = request
    const answer = await this.#route(request, method, url)
      .then(write)
      .catch((error: unknown) => {
        // Where the client left in the middle of its request, nobody reads what comes of it.
        if (request.errored) return write(problem(400, 'The request is not complete.'))
        this.#log('info', `${method} ${url}: ${error instanceof Error ? error.stack : String(error)}`)
        return write(problem(500, 'The server met an error that is not the request’s.'))
      })
    const forwarded = request.headers['x-clientip']
    const client = forwarded === undefined ? request.socket.remoteAddress : `${forwarded} (X-ClientIP)`
    this.#log('debug', `${method} ${url} from ${client}: ${answer.status}`)
    return answer
  }

  async #route(request: IncomingMessage, method: string, url: string): Promise<ApiAnswer> {
    // No client of this API has an Origin; a web page that reaches for a server on its visitor's machine has.
    if (request.headers.origin !== undefined) return problem(403, 'Requests of web pages are not answered.')
    const found = route(this.#routes, method === 'HEAD' ? 'GET' : method, url)
    if ('status' in found) return found
    const { handler, parameters, query } = found
    return await handler({ parameters, query, body: () => readBody(request) })
  }
}

interface WrittenAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly text: string
}

function write({ status, body, type = 'application/json', headers = {} }: ApiAnswer): WrittenAnswer {
  if (body === undefined) return { status, headers, text: '' }
  const text = `${JSON.stringify(body, undefined, 2)}\n`
  return {
    status,
    headers: { ...headers, 'Content-Type': type, 'Content-Length': Buffer.byteLength(text) },
    text,
  }
}

/** Resolves when the answer is with the kernel, or cannot get there any more. */
function send(answer: WrittenAnswer, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // The client has gone already: from Node 22 on there is neither 'finish' nor another 'close'.
  if (response.destroyed) return Promise.resolve()
  // What is left of a request's body would have to be read first.
  if (!request.complete) response.setHeader('Connection', 'close')
  response.writeHead(answer.status, answer.headers)
  response.end(request.method === 'HEAD' ? '' : answer.text)
  return new Promise((resolve) => {
    response.once('finish', resolve).once('close', resolve)
  })
}

/** For what is not HTTP, so that there is no request to answer. */
function refuseRaw(socket: Socket): void {
  if (!socket.writable) return void socket.destroy()
  const text = JSON.stringify(problem(400, 'This is not an HTTP request.').body)
  socket.end(
    `HTTP/1.1 400 Bad Request\r\nConnection: close\r\nContent-Type: application/problem+json\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  )
}
