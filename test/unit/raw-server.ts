/** A server that answers with exactly the bytes that a test gives it, and keeps what it was sent. */
import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import type { TestContext } from 'node:test'

export interface RawServer {
  readonly port: number
  /** `http://127.0.0.1:<port>`. */
  readonly url: string
  /** The head of each request, complete, in the order of their coming. */
  readonly requests: string[]
}

/** What to do with a connection once the head of a request has come. */
export type Answer = (socket: Socket, head: string) => void

/** Listens on the loopback until the test ends. */
export async function serve(t: TestContext, answer: Answer): Promise<RawServer> {
  const requests: string[] = []
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    let text = ''
    socket.on('data', function read(chunk) {
      text += chunk.toString('latin1')
      const end = text.indexOf('\r\n\r\n')
      if (end < 0) return
      socket.off('data', read)
      requests.push(text.slice(0, end))
      answer(socket, text.slice(0, end))
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.after(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { port, url: `http://127.0.0.1:${port}`, requests }
}

/** An answer of fixed bytes; then the server closes the connection. */
export function fixed(text: string | Buffer): Answer {
  return (socket) => socket.end(text)
}

/** An answer made of its parts, with the length of the body. */
export function http(status: string, headers: Record<string, string>, body = ''): Answer {
  const lines = Object.entries({ ...headers, 'Content-Length': `${Buffer.byteLength(body)}` })
  return fixed(
    `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`,
  )
}

/** An answer of JSON. */
export function json(value: unknown): Answer {
  return http('200 OK', { 'Content-Type': 'application/json' }, JSON.stringify(value))
}

/** A port of the loopback at which nothing listens. */
export async function closedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
