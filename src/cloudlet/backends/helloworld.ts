/** The backend of helloworld: an HTTP server of this process whose sockets are inside the deployment's namespace. */
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { Backend, BackendPlace } from './backend.js'

const port = 80

/** Resolves once it listens on every service address. */
export async function startHelloworld({ plan, network, log }: BackendPlace): Promise<Backend> {
  const text = `Hello from the cloudlet: this is deployment ${plan.name}.\n`
  const servers: Server[] = []
  const backend: Backend = {
    ended: new Promise(() => {}),
    close: () => closeAll(servers.splice(0)),
  }
  try {
    for (const { service } of network.clusterAddresses) {
      const server = serve(text, (line) => log('debug', `${plan.name}: ${line}`))
      servers.push(server)
      server.listen({ fd: await network.openListener(service, port) })
      await once(server, 'listening')
    }
    return backend
  } catch (error) {
    await backend.close()
    throw error
  }
}

function serve(text: string, say: (line: string) => void): Server {
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 30_000 })
  server.maxConnections = 256
  return server.on('request', (request, response) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD'
    response.writeHead(isRead ? 200 : 405, { 'Content-Type': 'text/plain; charset=utf-8' })
    response.end(isRead ? text : 'Only GET and HEAD are answered here.\n')
    say(`${request.method} ${request.url} from ${request.socket.remoteAddress}`)
  })
}

async function closeAll(servers: readonly Server[]): Promise<void> {
  const closings = servers.map((server) => server.listening && once(server.close(), 'close'))
  for (const server of servers) server.closeAllConnections()
  await Promise.all(closings)
}
